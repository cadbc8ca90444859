package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;

/** Values of any type as words of 32 bits, so that one array holds whatever an error has to say. */
final class PayloadWords {
  private PayloadWords() {}

  /** Words that a value takes. */
  static int count(ArrayType type) {
    return Math.toIntExact(type.shape().size() * perElement(type.dtype()));
  }

  private static long perElement(DType dtype) {
    return Math.max(1, dtype.bytes() / Integer.BYTES);
  }

  /**
   * Values as words.
   *
   * @param x a stack of values
   * @param rows number of values
   * @return u32[rows, words of a value]
   */
  static NDArray encode(NDArray x, long rows) {
    DType dtype = x.dtype();
    if (dtype == DType.KEY) {
      return encode(Lax.bind(new Primitive.RandomUnwrap(), x), rows);
    }
    if (dtype.isComplex()) {
      NDArray real = encode(Lax.apply(Fn.REAL, x), rows);
      return joined(List.of(real, encode(Lax.apply(Fn.IMAG, x), rows)));
    }
    NDArray flat = Lax.reshape(x, Shape.of(rows, rows == 0 ? 0 : x.size() / rows));
    DType unsigned = unsigned(dtype);
    NDArray bits = dtype == unsigned || dtype == DType.BOOL ? flat : Lax.bitcast(flat, unsigned);
    if (unsigned != DType.UINT64) {
      return Lax.convert(bits, DType.UINT32);
    }
    NDArray high = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, bits, Creation.scalar(32L, DType.UINT64));
    return joined(List.of(Lax.convert(bits, DType.UINT32), Lax.convert(high, DType.UINT32)));
  }

  /** Rows side by side. */
  static NDArray joined(List<NDArray> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : Lax.bind(new Primitive.Concatenate(1), parts.toArray(new NDArray[0]));
  }

  /**
   * The values that words stand for.
   *
   * @param words u32[…], what {@link #encode} gave for one row, and more
   * @param types types of the values
   * @param from the first word
   */
  static List<NDArray> decode(NDArray words, List<ArrayType> types, int from) {
    List<NDArray> values = new ArrayList<>();
    int at = from;
    for (ArrayType type : types) {
      int count = count(type);
      values.add(decode(words.get(Index.slice(at, at + count)), type));
      at += count;
    }
    return values;
  }

  private static NDArray decode(NDArray words, ArrayType type) {
    DType dtype = type.dtype();
    long half = words.size() / 2;
    if (dtype == DType.KEY) {
      Shape pairs = type.shape().insert(type.rank(), 2);
      return Lax.bind(new Primitive.RandomWrap(), Lax.reshape(words, pairs));
    }
    if (dtype.isComplex()) {
      ArrayType part = type.withDType(dtype.component());
      return Lax.apply(
          Fn.COMPLEX,
          decode(words.get(Index.slice(0, half)), part),
          decode(words.get(Index.slice(half, 2 * half)), part));
    }
    DType unsigned = unsigned(dtype);
    NDArray bits;
    if (unsigned == DType.UINT64) {
      NDArray low = Lax.convert(words.get(Index.slice(0, half)), unsigned);
      NDArray high = Lax.convert(words.get(Index.slice(half, 2 * half)), unsigned);
      NDArray shifted = Lax.apply(Fn.SHIFT_LEFT, high, Creation.scalar(32L, unsigned));
      bits = Lax.apply(Fn.OR, low, shifted);
    } else {
      bits = Lax.convert(words, dtype == DType.BOOL ? dtype : unsigned);
    }
    NDArray values = dtype == unsigned || dtype == DType.BOOL ? bits : Lax.bitcast(bits, dtype);
    return Lax.reshape(values, type.shape());
  }

  private static DType unsigned(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> DType.UINT8;
      case 2 -> DType.UINT16;
      case 4 -> DType.UINT32;
      default -> DType.UINT64;
    };
  }
}
