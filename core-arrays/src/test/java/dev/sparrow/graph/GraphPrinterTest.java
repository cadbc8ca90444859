package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Rounding;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Texts as JAX 0.10.2 prints the same programs; where ours has no counterpart there, as decided.
 */
@ExtendWith(AllocatorsAtZero.class)
class GraphPrinterTest {
  private static final ArrayType SCALAR = ArrayType.of(DType.FLOAT32);
  private static final ArrayType WEAK_SCALAR = new ArrayType(DType.FLOAT32, Shape.scalar(), true);

  private static Graph trace(List<ArrayType> types, Function<List<NDArray>, List<NDArray>> f) {
    return GraphChecker.check(GraphTrace.trace("f", types, f).graph());
  }

  private static ArrayType f32(long... dims) {
    return ArrayType.of(DType.FLOAT32, dims);
  }

  /** Calls a function through a program of its own, as jit does. */
  private static NDArray call(String name, Function<List<NDArray>, NDArray> f, NDArray... in) {
    List<ArrayType> types = new ArrayList<>();
    for (NDArray operand : in) {
      types.add(operand.type());
    }
    GraphTrace.Traced traced = GraphTrace.trace(name, types, args -> List.of(f.apply(args)));
    List<NDArray> operands = new ArrayList<>(traced.captured());
    operands.addAll(List.of(in));
    return Trace.current().bind(new Primitive.Call(name, traced.graph()), operands).getFirst();
  }

  @Test
  void shortProgramsTakeOneLine() {
    Graph graph =
        trace(
            List.of(SCALAR), in -> List.of(Transcendental.sin(Transcendental.cos(in.getFirst()))));
    assertEquals(
        "{ lambda ; a:f32[]. let b:f32[] = cos a; c:f32[] = sin b in (c,) }", graph.toString());
  }

  @Test
  void weakOperandsConvert() {
    Graph graph =
        trace(
            List.of(f32(3), WEAK_SCALAR),
            in -> List.of(in.get(0).mul(in.get(1)), in.get(0).sub(in.get(1))));
    assertEquals(
        """
        { lambda ; a:f32[3] b:f32[]. let
            c:f32[] = convert_element_type[new_dtype=float32 weak_type=False] b
            d:f32[3] = mul a c
            e:f32[] = convert_element_type[new_dtype=float32 weak_type=False] b
            f:f32[3] = sub a e
          in (d, f) }\
        """,
        graph.toString());
  }

  @Test
  void seluThroughAnInnerFunction() {
    Graph graph =
        trace(
            List.of(f32(5)),
            in -> {
              NDArray x = in.getFirst();
              NDArray positive = x.gt(0.0);
              NDArray tail = Creation.weak(1.67).mul(Transcendental.exp(x)).sub(1.67);
              NDArray chosen =
                  call("_where", w -> Logic.where(w.get(0), w.get(1), w.get(2)), positive, x, tail);
              return List.of(Creation.weak(1.05).mul(chosen));
            });
    assertEquals(
        """
        { lambda ; a:f32[5]. let
            b:bool[5] = gt a 0.0:f32[]
            c:f32[5] = exp a
            d:f32[5] = mul 1.6699999570846558:f32[] c
            e:f32[5] = sub d 1.6699999570846558:f32[]
            f:f32[5] = jit[
              name=_where
              jaxpr={ lambda ; b:bool[5] a:f32[5] e:f32[5]. let
                  f:f32[5] = select_n b e a
                in (f,) }
            ] b a e
            g:f32[5] = mul 1.0499999523162842:f32[] f
          in (g,) }\
        """,
        graph.toString());
  }

  @Test
  void programsCalledTwiceStandInFront() {
    Function<List<NDArray>, NDArray> inner = in -> in.getFirst().mul(2.0);
    Graph graph =
        trace(
            List.of(f32(3)),
            in -> {
              NDArray once = call("inner", inner, in.getFirst());
              NDArray shifted = once.add(1.0);
              return List.of(once.add(call("inner", inner, shifted)));
            });
    assertEquals(
        """
        let inner = { lambda ; a:f32[3]. let b:f32[3] = mul a 2.0:f32[] in (b,) } in
        { lambda ; c:f32[3]. let
            d:f32[3] = jit[name=inner jaxpr=inner] c
            e:f32[3] = add d 1.0:f32[]
            f:f32[3] = jit[name=inner jaxpr=inner] e
            g:f32[3] = add d f
          in (g,) }\
        """,
        graph.toString());
  }

  @Test
  void capturedArraysComeBeforeTheSemicolon() {
    NDArray captured = HostValues.array(new float[] {1, 2, 3});
    GraphTrace.Traced traced =
        GraphTrace.trace(
            "f", List.of(f32(3)), in -> List.of(in.getFirst().add(captured).mul(captured)));
    assertEquals(List.of(captured), traced.captured());
    assertEquals(
        """
        { lambda a:f32[3]; b:f32[3]. let
            c:f32[3] = add b a
            d:f32[3] = mul c a
          in (d,) }\
        """,
        traced.graph().toString());
  }

  @Test
  void constantAndMissingResults() {
    assertEquals(
        "{ lambda ; a:f32[]. let  in (3:i32[],) }",
        trace(List.of(SCALAR), in -> List.of(Creation.weak(3))).toString());
    assertEquals(
        "{ lambda ; a:f32[]. let  in () }", trace(List.of(SCALAR), in -> List.of()).toString());
  }

  @Test
  void unusedResultsPrintAsUnderscores() {
    Graph graph =
        trace(
            List.of(),
            in -> {
              List<NDArray> words =
                  Trace.current().bind(new Primitive.Iota2x32(Shape.of(4)), List.of());
              return List.of(words.get(1));
            });
    assertEquals(
        "{ lambda ; . let _:u32[4] a:u32[4] = iota_2x32_shape[shape=(4,)] in (a,) }",
        graph.toString());
  }

  /** One equation each: the parameters that JAX prints, by name in order. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sum       | b:f32[3] = reduce_sum[axes=(0,) out_sharding=None] a",
        "max       | b:f32[] = reduce_max[axes=(0, 1) out_sharding=None] a",
        "argmax    | b:i32[2] = argmax[axes=(1,) index_dtype=int32] a",
        "transpose | b:f32[3,2] = transpose[permutation=(1, 0)] a",
        "reshape   | b:f32[6] = reshape[dimensions=None new_sizes=(6,) sharding=None] a",
        "flip      | b:f32[2,3] = rev[dimensions=(1,)] a",
        "expand    | b:f32[2,1,3] = broadcast_in_dim[broadcast_dimensions=(0, 2)] a",
        "square    | b:f32[2,3] = square a",
        "cube      | b:f32[2,3] = integer_pow[y=3] a",
        "root      | b:f32[2,3] = pow a 0.5:f32[]",
        "astype    | b:i32[2,3] = convert_element_type[new_dtype=int32 weak_type=False] a",
        "bits      | b:u32[2,3] = bitcast_convert_type[new_dtype=uint32] a",
        "round     | b:f32[2,3] = round[rounding_method=1] a",
      })
  void parametersOfPrimitives(String function, String equation) {
    Graph graph =
        trace(List.of(f32(2, 3)), in -> List.of(GraphPrinterTest.apply(function, in.getFirst())));
    String line = graph.toString().replaceFirst("(?s)^.* let\\s+", "");
    assertEquals(equation, line.replaceFirst("(?s)\\s+in \\(b,\\) }$", ""));
  }

  private static NDArray apply(String function, NDArray x) {
    return switch (function) {
      case "sum" -> x.sum(0);
      case "max" -> x.max();
      case "argmax" -> Reductions.argmax(x, 1, false);
      case "transpose" -> x.transpose();
      case "reshape" -> x.ravel();
      case "flip" -> Shaping.flip(x, 1);
      case "expand" -> Shaping.expandDims(x, 1);
      case "square" -> Arithmetic.square(x);
      case "cube" -> x.pow(3);
      case "root" -> x.pow(0.5);
      case "astype" -> x.astype(DType.INT32);
      case "bits" -> Lax.bitcast(x, DType.UINT32);
      case "round" -> Rounding.rint(x);
      default -> throw new IllegalArgumentException(function);
    };
  }

  @Test
  void gathersAndScattersShowTheirDimensionNumbers() {
    GatherDimensions rows = new GatherDimensions(List.of(1), List.of(0), List.of(0));
    Indexing.Gather gather =
        new Indexing.Gather(
            rows,
            List.of(1L, 4L),
            Indexing.Bounds.FILL_OR_DROP,
            Literal.of(7.0, DType.FLOAT32, false));
    Indexing.Scatter scatter =
        new Indexing.Scatter(
            Primitive.UpdateMode.ADD, ScatterDimensions.of(rows), Indexing.Bounds.FILL_OR_DROP);
    Graph graph =
        trace(
            List.of(f32(3, 4), ArrayType.of(DType.INT32, 2, 1)),
            in ->
                List.of(
                    Lax.bind(
                        scatter, in.get(0), in.get(1), Lax.bind(gather, in.get(0), in.get(1)))));
    assertEquals(
        """
        { lambda ; a:f32[3,4] b:i32[2,1]. let
            c:f32[2,4] = gather[
              dimension_numbers=GatherDimensionNumbers(offset_dims=(1,), collapsed_slice_dims=(0,), \
        start_index_map=(0,), operand_batching_dims=(), start_indices_batching_dims=())
              fill_value=7.0
              indices_are_sorted=False
              mode=GatherScatterMode.FILL_OR_DROP
              slice_sizes=(1, 4)
              unique_indices=False
            ] a b
            d:f32[3,4] = scatter-add[
              dimension_numbers=ScatterDimensionNumbers(update_window_dims=(1,), \
        inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,), operand_batching_dims=(), \
        scatter_indices_batching_dims=())
              indices_are_sorted=False
              mode=GatherScatterMode.FILL_OR_DROP
              unique_indices=False
              update_consts=()
              update_jaxpr={ lambda ; e:f32[] f:f32[]. let g:f32[] = add e f in (g,) }
            ] a b c
          in (d,) }\
        """,
        graph.toString());
  }

  @Test
  void dynamicWindowsShowTheirSizes() {
    Indexing.DynamicSlice slice = new Indexing.DynamicSlice(List.of(1L, 2L));
    Graph graph =
        trace(
            List.of(f32(3, 4), ArrayType.of(DType.INT32)),
            in -> {
              NDArray window = Lax.bind(slice, in.get(0), in.get(1), in.get(1));
              return List.of(
                  Lax.bind(
                      new Indexing.DynamicUpdateSlice(), in.get(0), window, in.get(1), in.get(1)));
            });
    assertEquals(
        """
        { lambda ; a:f32[3,4] b:i32[]. let
            c:f32[1,2] = dynamic_slice[slice_sizes=(1, 2)] a b b
            d:f32[3,4] = dynamic_update_slice a c b b
          in (d,) }\
        """,
        graph.toString());
  }
}
