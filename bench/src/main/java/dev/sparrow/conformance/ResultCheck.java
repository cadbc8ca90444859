package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Compares what a call returned with what its case expects. */
final class ResultCheck {
  private final Comparison comparison;

  private ResultCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * The first difference of a result from its expectation.
   *
   * @param got what the call returned: an array, a plain value, or a list or record of these
   * @param test the case
   * @return null if the result is acceptable, else what differs, in words
   */
  static @Nullable String difference(@Nullable Object got, ConformanceCase test) {
    return new ResultCheck(test.compare()).difference(got, test.expect(), test.also());
  }

  private @Nullable String difference(
      @Nullable Object got, Expected expect, @Nullable Expected also) {
    return switch (expect) {
      case Expected.Whole(HostArray array) -> wholeDifference(got, array, also);
      case Expected.Sampled sampled -> sampledDifference(got, sampled, also);
      case Expected.Keys(HostArray keys) -> keysDifference(got, keys);
      case Expected.Plain(Json value) -> plainDifference(got, value);
      case Expected.Tuple(List<Expected> parts) -> tupleDifference(got, parts, also);
      case Expected.Refusal(String error) ->
          "was accepted with result " + describe(got) + ", JAX raises " + error;
    };
  }

  private @Nullable String wholeDifference(
      @Nullable Object got, HostArray expect, @Nullable Expected also) {
    HostArray array = hostArray(got);
    if (array == null) {
      return "got " + describe(got) + ", expected an array";
    }
    String type = typeDifference(array, expect.dtype(), expect.shape());
    if (type != null) {
      return type;
    }
    HostArray second = also instanceof Expected.Whole(HostArray other) ? other : null;
    for (int i = 0; i < expect.shape().size(); i++) {
      String difference = elementDifference(array, i, expect, i, second, i);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private @Nullable String sampledDifference(
      @Nullable Object got, Expected.Sampled expect, @Nullable Expected also) {
    HostArray array = hostArray(got);
    if (array == null) {
      return "got " + describe(got) + ", expected an array";
    }
    String type = typeDifference(array, expect.dtype(), expect.shape());
    if (type != null) {
      return type;
    }
    Expected.Sampled second = also instanceof Expected.Sampled other ? other : null;
    HostArray secondValues = second == null ? null : second.values();
    for (int i = 0; i < expect.positions().size(); i++) {
      int position = Math.toIntExact(expect.positions().get(i));
      String difference = elementDifference(array, position, expect.values(), i, secondValues, i);
      if (difference != null) {
        return difference;
      }
    }
    if (!comparison.isBitwise()) {
      return null;
    }
    CRC32 crc = new CRC32();
    crc.update(array.bytes());
    boolean agrees =
        crc.getValue() == expect.crc32() || second != null && crc.getValue() == second.crc32();
    return agrees ? null : "the samples agree but the crc32 of all elements differs";
  }

  private static @Nullable String keysDifference(@Nullable Object got, HostArray expect) {
    HostArray keys = hostArray(got);
    if (keys == null) {
      return "got " + describe(got) + ", expected keys";
    }
    String type = typeDifference(keys, DType.KEY, expect.shape());
    for (int i = 0; type == null && i < expect.shape().size(); i++) {
      type = new ResultCheck(Comparison.EXACT).elementDifference(keys, i, expect, i, null, 0);
    }
    return type;
  }

  private @Nullable String plainDifference(@Nullable Object got, Json expect) {
    boolean agrees =
        switch (expect) {
          case Json.Null() -> got == null;
          case Json.Bool(boolean value) -> got instanceof Boolean truth && truth == value;
          case Json.Str(String text) ->
              got instanceof DType dtype
                  ? dtype.jaxName().equals(text)
                  : got instanceof String string && string.equals(text);
          case Json.Num number when number.isIntegral() ->
              (got instanceof Integer || got instanceof Long || got instanceof BigInteger)
                  && got.toString().equals(number.text());
          case Json.Num number ->
              got instanceof Number value
                  && comparison.difference(DType.FLOAT64, bits(value), bits(number.number()))
                      == null;
          case Json.Obj _, Json.Arr _ -> false;
        };
    return agrees ? null : "got " + describe(got) + ", expected " + expect;
  }

  private static long[] bits(Number value) {
    return new long[] {Double.doubleToLongBits(value.doubleValue())};
  }

  private @Nullable String tupleDifference(
      @Nullable Object got, List<Expected> expect, @Nullable Expected also) {
    List<?> parts = Results.parts(got);
    if (parts == null || parts.size() != expect.size()) {
      return "got " + describe(got) + ", expected " + expect.size() + " results";
    }
    List<Expected> second = also instanceof Expected.Tuple(List<Expected> others) ? others : null;
    for (int i = 0; i < expect.size(); i++) {
      String difference =
          difference(parts.get(i), expect.get(i), second == null ? null : second.get(i));
      if (difference != null) {
        return "result " + i + ": " + difference;
      }
    }
    return null;
  }

  private static @Nullable String typeDifference(HostArray got, DType dtype, Shape shape) {
    if (got.dtype() != dtype) {
      return "got dtype " + got.dtype() + ", expected " + dtype;
    }
    return got.shape().equals(shape) ? null : "got shape " + got.shape() + ", expected " + shape;
  }

  private @Nullable String elementDifference(
      HostArray got, int at, HostArray expect, int from, @Nullable HostArray also, int alsoFrom) {
    String difference =
        comparison.difference(expect.dtype(), got.element(at), expect.element(from));
    if (difference == null) {
      return null;
    }
    if (also != null
        && comparison.difference(also.dtype(), got.element(at), also.element(alsoFrom)) == null) {
      return null;
    }
    return "element "
        + at
        + " of "
        + got.shape()
        + ": got "
        + got.format(at)
        + ", expected "
        + expect.format(from)
        + " ("
        + difference
        + ")";
  }

  private static @Nullable HostArray hostArray(@Nullable Object got) {
    if (got instanceof NDArray array) {
      return HostArray.ofBytes(array.dtype(), array.shape(), array.toByteArray());
    }
    if (got instanceof Shape shape) {
      // A shape is a tuple of ints in Python, and NumPy's view of one an array of the default int.
      DType dtype = Profile.current().defaultInt();
      List<Json> dims =
          Arrays.stream(shape.dims()).<Json>mapToObj(dim -> new Json.Num("" + dim)).toList();
      return HostArray.ofData(dtype, Shape.of(shape.rank()), dims);
    }
    return null;
  }

  private static String describe(@Nullable Object got) {
    List<?> parts = Results.parts(got);
    if (parts != null) {
      return parts.size() + " results";
    }
    return switch (got) {
      case null -> "nothing";
      case NDArray array -> array.type().toString();
      default -> got.getClass().getSimpleName() + " " + got;
    };
  }
}
