package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TypeRulesTest {
  private static Primitive fn(Fn fn) {
    return new Primitive.Pointwise(fn);
  }

  private static List<Long> longs(long... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Types written as they print, {@code *} for weak: {@code f32[2,3] i32[]*}. */
  private static List<ArrayType> types(String text) {
    List<ArrayType> types = new ArrayList<>();
    for (String word : text.isEmpty() ? List.<String>of() : List.of(text.split(" ", -1))) {
      int bracket = word.indexOf('[');
      String dims = word.substring(bracket + 1, word.indexOf(']'));
      long[] extents =
          dims.isEmpty()
              ? new long[0]
              : Arrays.stream(dims.split(",", -1)).mapToLong(Long::parseLong).toArray();
      DType dtype = DType.of(word.substring(0, bracket));
      types.add(new ArrayType(dtype, Shape.of(extents), word.endsWith("*")));
    }
    return types;
  }

  private static String text(List<ArrayType> types) {
    return types.stream()
        .map(type -> type + (type.weak() ? "*" : ""))
        .collect(Collectors.joining(" "));
  }

  static Stream<Arguments> rules() {
    Graph twice = Graph.single(fn(Fn.ADD), types("f32[3] f32[3]"));
    return Stream.of(
        arguments(fn(Fn.SIN), "f32[2,3]", "f32[2,3]"),
        arguments(fn(Fn.ADD), "f32[2,3] f32[2,3]", "f32[2,3]"),
        arguments(fn(Fn.ADD), "f32[2,3] f32[]", "f32[2,3]"),
        arguments(fn(Fn.ADD), "f32[] f32[2]", "f32[2]"),
        arguments(fn(Fn.ADD), "f32[]* f32[]*", "f32[]*"),
        arguments(fn(Fn.ADD), "f32[]* f32[2]", "f32[2]"),
        arguments(fn(Fn.ADD), "bool[2] bool[2]", "bool[2]"),
        arguments(fn(Fn.LT), "i32[2] i32[2]", "bool[2]"),
        arguments(fn(Fn.IS_FINITE), "f32[2]*", "bool[2]"),
        arguments(fn(Fn.SELECT_N), "bool[2] f32[2] f32[2]", "f32[2]"),
        arguments(fn(Fn.SELECT_N), "bool[] key<fry>[2] key<fry>[2]", "key<fry>[2]"),
        arguments(fn(Fn.CLAMP), "f32[] f32[4] f32[]", "f32[4]"),
        arguments(new Primitive.IntegerPow(-2), "f32[2]*", "f32[2]*"),
        arguments(new Primitive.IntegerPow(3), "i32[2]", "i32[2]"),
        arguments(new Primitive.Convert(DType.INT32, false), "f32[2]*", "i32[2]"),
        arguments(new Primitive.Convert(DType.FLOAT32, true), "i32[]", "f32[]*"),
        arguments(new Primitive.BitcastConvert(DType.UINT32), "f32[2]*", "u32[2]"),
        arguments(new Primitive.Iota(DType.INT32, Shape.of(2, 3), 1), "", "i32[2,3]"),
        arguments(new Primitive.Iota2x32(Shape.of(5)), "", "u32[5] u32[5]"),
        arguments(new Primitive.Iota2x32(Shape.of(5)), "u32[] u32[]", "u32[5] u32[5]"),
        arguments(
            new Primitive.BroadcastInDim(Shape.of(2, 3, 4), List.of(0, 2)),
            "f32[1,4]",
            "f32[2,3,4]"),
        arguments(new Primitive.Reshape(Shape.of(3, 2)), "f32[6]*", "f32[3,2]*"),
        arguments(new Primitive.Transpose(List.of(2, 0, 1)), "f32[2,3,4]", "f32[4,2,3]"),
        arguments(new Primitive.Squeeze(List.of(0, 2)), "f32[1,3,1]", "f32[3]"),
        arguments(new Primitive.Rev(List.of(1)), "f32[2,3]", "f32[2,3]"),
        arguments(new Primitive.Slice(longs(1), longs(8), longs(3)), "f32[9]", "f32[3]"),
        arguments(new Primitive.Slice(longs(4), longs(4), longs(1)), "f32[9]", "f32[0]"),
        arguments(
            new Primitive.SliceUpdate(Primitive.UpdateMode.ADD, longs(1), longs(3)),
            "f32[9] f32[3]",
            "f32[9]"),
        arguments(new Primitive.Pad(longs(1), longs(-2), longs(2)), "f32[3] f32[]", "f32[6]"),
        arguments(new Primitive.Concatenate(1), "f32[2,3] f32[2,0] f32[2,1]", "f32[2,4]"),
        arguments(new Primitive.Concatenate(0), "i32[1]* i32[2]*", "i32[3]*"),
        arguments(new Primitive.Reduce(Monoid.SUM, List.of(0, 2)), "f32[2,3,4]*", "f32[3]"),
        arguments(new Primitive.Reduce(Monoid.AND, List.of(0)), "bool[2]", "bool[]"),
        arguments(new Primitive.ReducePartial(Monoid.SUM, 0, 1), "f32[3000,2]", "f32[2,2]"),
        arguments(
            new Primitive.ArgReduce(Primitive.Extreme.MAX, 1, DType.INT64), "f32[2,3]", "i64[2]"),
        arguments(new Primitive.RandomWrap(), "u32[3,2]", "key<fry>[3]"),
        arguments(new Primitive.RandomUnwrap(), "key<fry>[3]", "u32[3,2]"),
        arguments(new Primitive.Call("f", twice), "f32[3] f32[3]*", "f32[3]"));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @MethodSource("rules")
  void resultTypes(Primitive prim, String operands, String results) {
    assertEquals(results, text(TypeRules.resultTypes(prim, types(operands))));
  }

  static Stream<Arguments> errors() {
    Graph twice = Graph.single(fn(Fn.ADD), types("f32[3] f32[3]"));
    return Stream.of(
        arguments(fn(Fn.ADD), "f32[3]", "add: takes 2 operands, got 1"),
        arguments(
            fn(Fn.ADD),
            "f32[3] i32[3]",
            "add: requires arguments to have the same dtypes, got f32[3], i32[3]; convert one, or"
                + " use the method of NDArray, which promotes"),
        arguments(
            fn(Fn.ADD),
            "f32[3] f32[4]",
            "add: operand shapes differ: f32[3], f32[4]; broadcast one first"),
        arguments(fn(Fn.SUB), "bool[3] bool[3]", "sub: does not accept dtype bool at position 0"),
        arguments(fn(Fn.SIN), "i32[3]", "sin: does not accept dtype int32 at position 0"),
        arguments(fn(Fn.NOT), "f32[3]", "not: does not accept dtype float32 at position 0"),
        arguments(
            fn(Fn.ADD),
            "key<fry>[] key<fry>[]",
            "add: does not accept dtype key<fry> at position 0"),
        arguments(
            fn(Fn.SELECT_N),
            "i32[2] f32[2] f32[2]",
            "select_n: the predicate must be bool, got i32[2]; compare it with ne(0)"),
        arguments(
            new Primitive.IntegerPow(-1),
            "i32[2]",
            "pow: integers cannot be raised to negative powers, got exponent -1 for i32[2]; convert"
                + " to a float first"),
        arguments(
            new Primitive.Convert(DType.INT32, false),
            "key<fry>[2]",
            "convert_element_type: cannot convert key<fry>[2] to int32"),
        arguments(
            new Primitive.BitcastConvert(DType.FLOAT64),
            "f32[2]",
            "bitcast_convert_type: f32[2] has 4 bytes an element and float64 has 8; convert to a"
                + " dtype of the same width"),
        arguments(
            new Primitive.Iota(DType.BOOL, Shape.of(2), 0),
            "",
            "iota: does not count in dtype bool; use int32"),
        arguments(
            new Primitive.Iota(DType.INT32, Shape.of(2), 1),
            "",
            "iota: axis 1 is out of bounds for array of dimension 1"),
        arguments(
            new Primitive.Iota2x32(Shape.of(2)),
            "i32[] u32[]",
            "iota_2x32_shape: the first index is two u32[] words, got i32[], u32[]"),
        arguments(
            new Primitive.BroadcastInDim(Shape.of(2, 3), List.of(0)),
            "f32[3]",
            "broadcast_in_dim: cannot map f32[3] to (2, 3) along axes [0]"),
        arguments(
            new Primitive.Reshape(Shape.of(4, 2)),
            "f32[6]",
            "reshape: cannot reshape array of shape (6,) (size 6) into shape (4, 2) (size 8)"),
        arguments(
            new Primitive.Transpose(List.of(0, 0)),
            "f32[2,3]",
            "transpose: [0, 0] is not a permutation of the axes of f32[2,3]"),
        arguments(
            new Primitive.Squeeze(List.of(0)),
            "f32[2,1]",
            "squeeze: cannot drop axis 0 of f32[2,1], its extent is 2 and not 1"),
        arguments(
            new Primitive.Rev(List.of(2)),
            "f32[2,1]",
            "rev: axis 2 is out of bounds for array of dimension 2"),
        arguments(
            new Primitive.Slice(longs(1), longs(4), longs(1)),
            "f32[3]",
            "slice: start [1], limit [4], strides [1] do not lie within f32[3]"),
        arguments(
            new Primitive.SliceUpdate(Primitive.UpdateMode.SET, longs(2), longs(1)),
            "f32[3] f32[2]",
            "slice_update: update f32[2] at [2] with strides [1] does not lie within f32[3]"),
        arguments(
            new Primitive.Pad(longs(0), longs(0), longs(0)),
            "f32[3] i32[]",
            "pad: the padding value must be a scalar of dtype float32, got i32[]"),
        arguments(
            new Primitive.Pad(longs(-2), longs(-2), longs(0)),
            "f32[3] f32[]",
            "pad: low [-2], high [-2], interior [0] do not fit f32[3]"),
        arguments(
            new Primitive.Concatenate(0),
            "",
            "concatenate: needs at least one array to concatenate"),
        arguments(
            new Primitive.Concatenate(0),
            "f32[2,3] f32[2,4]",
            "concatenate: operands may differ only along axis 0, got f32[2,3], f32[2,4]"),
        arguments(
            new Primitive.Concatenate(0),
            "f32[2] i32[2]",
            "concatenate: operand dtypes differ: f32[2], i32[2]"),
        arguments(
            new Primitive.Reduce(Monoid.SUM, List.of(1)),
            "f32[2]",
            "reduce_sum: axis 1 is out of bounds for array of dimension 1"),
        arguments(
            new Primitive.Reduce(Monoid.SUM, List.of(0)),
            "bool[2]",
            "reduce_sum: does not accept dtype bool at position 0"),
        arguments(
            new Primitive.Reduce(Monoid.AND, List.of(0)),
            "f32[2]",
            "reduce_and: does not accept dtype float32 at position 0"),
        arguments(
            new Primitive.ArgReduce(Primitive.Extreme.MIN, 0, DType.INT32),
            "f32[0]",
            "argmin: attempt to get argmin of an empty sequence"),
        arguments(
            new Primitive.RandomWrap(),
            "u32[3]",
            "random_wrap: key data must be uint32 with a last axis of 2 words, got u32[3]"),
        arguments(
            new Primitive.RandomUnwrap(),
            "u32[2]",
            "random: expected a key made by key(seed) or split(key, n), got u32[2]"),
        arguments(
            new Primitive.Call("f", twice),
            "f32[3] f32[4]",
            "f: was traced for f32[3], f32[3] and is called with f32[3], f32[4]"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("errors")
  void errorsNameOperationTypesAndRemedy(Primitive prim, String operands, String message) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> TypeRules.resultTypes(prim, types(operands)));
    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void everyFunctionAcceptsTheDtypesItSays(Fn fn) {
    for (DType dtype : DType.values()) {
      List<ArrayType> operands = new ArrayList<>();
      for (int i = 0; i < fn.arity(); i++) {
        boolean predicate = fn == Fn.SELECT_N && i == 0;
        operands.add(ArrayType.of(predicate ? DType.BOOL : dtype, 2));
      }
      if (fn.accepts().test(dtype)) {
        DType expected =
            switch (fn.result()) {
              case SAME -> dtype;
              case REAL -> dtype.component();
              case COMPLEX -> dtype.complex();
              case BOOL -> DType.BOOL;
            };
        assertEquals(List.of(ArrayType.of(expected, 2)), TypeRules.resultTypes(fn(fn), operands));
      } else {
        assertThrows(IllegalArgumentException.class, () -> TypeRules.resultTypes(fn(fn), operands));
      }
    }
  }

  @Test
  void identitiesChangeNothing() {
    assertEquals(0, Monoid.SUM.identity(DType.FLOAT32));
    assertEquals(0x3f800000L, Monoid.PROD.identity(DType.FLOAT32));
    assertEquals(1, Monoid.PROD.identity(DType.UINT32));
    assertEquals(0xff800000L, Monoid.MAX.identity(DType.FLOAT32));
    assertEquals(Integer.MIN_VALUE, Monoid.MAX.identity(DType.INT32));
    assertEquals(0, Monoid.MAX.identity(DType.UINT32));
    assertEquals(0x7ff0000000000000L, Monoid.MIN.identity(DType.FLOAT64));
    assertEquals(Long.MAX_VALUE, Monoid.MIN.identity(DType.INT64));
    assertEquals(0xffffffffL, Monoid.MIN.identity(DType.UINT32));
    assertEquals(1, Monoid.MIN.identity(DType.BOOL));
    assertEquals(1, Monoid.AND.identity(DType.BOOL));
    assertEquals(-1, Monoid.AND.identity(DType.INT32));
    assertEquals(0, Monoid.OR.identity(DType.BOOL));
  }

  static Stream<Arguments> misplacedWindows() {
    GatherDimensions rows = new GatherDimensions(List.of(1), List.of(0), List.of(0));
    Indexing.Gather gather = new Indexing.Gather(rows, longs(1, 4), Indexing.Bounds.CLIP, null);
    Indexing.Scatter scatter =
        new Indexing.Scatter(
            Primitive.UpdateMode.ADD, ScatterDimensions.of(rows), Indexing.Bounds.CLIP);
    return Stream.of(
        arguments(new Indexing.DynamicSlice(longs(2)), "f32[3]", "needs a start for each axis"),
        arguments(new Indexing.DynamicSlice(longs(4)), "f32[3] i32[]", "(4,) does not fit into"),
        arguments(new Indexing.DynamicSlice(longs(2)), "f32[3] f32[]", "starts must be integer"),
        arguments(new Indexing.DynamicUpdateSlice(), "f32[3] i32[2] i32[]", "must have one dtype"),
        arguments(gather, "f32[3,4] f32[2,1]", "indices must be integers"),
        arguments(gather, "f32[3,4] i32[2,2]", "dimension numbers"),
        arguments(gather, "f32[3,3] i32[2,1]", "(1, 4) does not fit into f32[3,3]"),
        arguments(gather, "f32[3,4]", "takes 2 operands, got 1"),
        arguments(scatter, "f32[3,4] i32[2,1] f32[3,4]", "do not fit operand f32[3,4]"),
        arguments(scatter, "key<fry>[3,4] i32[2,1] key<fry>[2,4]", "does not accept dtype"));
  }

  @ParameterizedTest
  @MethodSource("misplacedWindows")
  void windowsThatDoNotFitAreRefused(Primitive prim, String operands, String message) {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> TypeRules.resultTypes(prim, types(operands)));
    assertEquals(
        prim.jaxName() + ": ", thrown.getMessage().substring(0, prim.jaxName().length() + 2));
    assertEquals(message, thrown.getMessage().contains(message) ? message : thrown.getMessage());
  }
}
