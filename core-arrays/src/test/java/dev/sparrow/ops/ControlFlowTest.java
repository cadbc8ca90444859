package dev.sparrow.ops;

import static dev.sparrow.ops.ControlFlow.associativeScan;
import static dev.sparrow.ops.ControlFlow.cond;
import static dev.sparrow.ops.ControlFlow.foriLoop;
import static dev.sparrow.ops.ControlFlow.map;
import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.ops.ControlFlow.switchCase;
import static dev.sparrow.ops.ControlFlow.whileLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.GraphChecker;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.tree.TreeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What control flow is traced to, and what it refuses; computing is tested with the backend. */
class ControlFlowTest {
  private static final ArrayType SCALAR = ArrayType.of(DType.FLOAT32);
  private static final ArrayType COUNT = ArrayType.of(DType.INT32);
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 3);

  private static String text(Function<List<NDArray>, List<NDArray>> function, ArrayType... types) {
    return GraphChecker.check(GraphTrace.trace("fn", List.of(types), function).graph()).toString();
  }

  @Test
  void condPrintsAsInJax() {
    String text =
        text(
            in -> {
              NDArray chosen = cond(in.get(0), v -> v.mul(2), v -> v.neg(), in.get(1));
              return List.of(chosen);
            },
            ArrayType.of(DType.BOOL),
            VECTOR);
    assertEquals(
        """
        { lambda ; a:bool[] b:f32[3]. let
            c:i32[] = convert_element_type[new_dtype=int32 weak_type=False] a
            d:f32[3] = cond[
              branches=(
                { lambda ; e:f32[3]. let f:f32[3] = neg e in (f,) }
                { lambda ; g:f32[3]. let h:f32[3] = mul g 2.0:f32[] in (h,) }
              )
            ] c b
          in (d,) }\
        """,
        text);
  }

  @Test
  void whilePrintsAsInJax() {
    String text =
        text(
            in ->
                whileLoop(
                    state -> state.get(1).lt(10),
                    state -> List.of(state.get(0).mul(in.get(0)), state.get(1).add(1)),
                    List.of(in.get(0), Creation.weak(0))),
            VECTOR);
    assertEquals(
        """
        { lambda ; a:f32[3]. let
            b:f32[3] c:i32[] = while[
              body_jaxpr={ lambda ; d:f32[3] e:f32[3] f:i32[]. let
                  g:f32[3] = mul e d
                  h:i32[] = add f 1:i32[]
                in (g, h) }
              body_nconsts=1
              cond_jaxpr={ lambda ; i:f32[3] j:i32[]. let
                  k:bool[] = lt j 10:i32[]
                in (k,) }
              cond_nconsts=0
            ] a a 0:i32[]
          in (b, c) }\
        """,
        text);
  }

  @Test
  void countedLoopIsAScan() {
    String text = text(in -> List.of(foriLoop(0, 5, (_, x) -> x.mul(x), in.get(0))), SCALAR);
    assertEquals(
        """
        { lambda ; a:f32[]. let
            _:i32[] b:f32[] = scan[
              jaxpr={ lambda ; c:i32[] d:f32[]. let
                  e:i32[] = add c 1:i32[]
                  f:f32[] = mul d d
                in (e, f) }
              length=5
              num_carry=2
              num_consts=0
              reverse=False
              unroll=1
            ] 0:i32[] a
          in (b,) }\
        """,
        text);
  }

  @Test
  void loopToATracedBoundIsAWhile() {
    String text =
        text(
            in -> List.of(foriLoop(Creation.weak(0), in.get(1), (_, x) -> x.mul(x), in.get(0))),
            SCALAR,
            COUNT);
    assertTrue(text.contains("_:i32[] _:i32[] c:f32[] = while["), text);
  }

  @Test
  void weakCarryTakesTheTypeOfTheOutput() {
    Carried<NDArray, NDArray> run =
        traced(in ->
            scan(
                (NDArray sum, NDArray x) -> Carried.of(sum.add(x), x.gt(sum)),
                Creation.weak(0),
                in));
    assertEquals(SCALAR, run.carry().type());
    assertEquals(ArrayType.of(DType.BOOL, 3), run.output().type());
  }

  @Test
  void outOfRangeBranchesAreClamped() {
    List<UnaryOperator<NDArray>> branches = List.of(NDArray::neg, NDArray::neg, NDArray::neg);
    String text = text(in -> List.of(switchCase(in.get(0), branches, in.get(1))), COUNT, SCALAR);
    assertTrue(text.contains("clamp 0:i32[] a 2:i32[]"), text);
  }

  @Test
  void mapIsAScanWithoutCarry() {
    String text = text(in -> List.of(map((NDArray v) -> v.mul(2), in.get(0))), VECTOR);
    assertTrue(text.contains("num_carry=0"), text);
  }

  @Test
  void associativeScanHasLogarithmicDepth() {
    int[] calls = {0};
    NDArray running =
        traced(x ->
            associativeScan(
                (NDArray left, NDArray right) -> {
                  calls[0]++;
                  return left.add(right);
                },
                Creation.zeros(Shape.of(1000), DType.FLOAT32).add(x.get(0))));
    assertEquals(Shape.of(1000), running.shape());
    assertEquals(18, calls[0]);
  }

  private static <R> R traced(Function<NDArray, R> function) {
    List<R> results = new ArrayList<>();
    GraphTrace.trace(
        "fn",
        List.of(VECTOR),
        in -> {
          results.add(function.apply(in.getFirst()));
          return in;
        });
    return results.getFirst();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal(
            DTypeException.class,
            "output 0 of one branch has type i32[3] but that of another has type f32[3]",
            x -> cond(x.get(0).gt(0), () -> x, () -> x.astype(DType.INT32))),
        refusal(
            TreeException.class,
            "output is a list of length 2, the other an array",
            x -> ControlFlow.<Object>cond(x.get(0).gt(0), () -> x, () -> List.of(x, x))),
        refusal(
            ShapeException.class,
            "cond: predicate must be a scalar, got f32[3]",
            x -> cond(x, () -> x, () -> x)),
        refusal(
            DTypeException.class,
            "switch: index type must be an integer, got f32[]",
            x -> switchCase(x.get(0), List.<Function<NDArray, NDArray>>of(v -> v), x)),
        refusal(
            IllegalArgumentException.class,
            "switch: empty branch sequence",
            x -> switchCase(Creation.weak(0), List.<Function<NDArray, NDArray>>of(), x)),
        refusal(
            DTypeException.class,
            "cond_fun must return a boolean scalar, but got output type(s) f32[3]",
            x -> whileLoop(v -> v, v -> v, x)),
        refusal(
            ShapeException.class,
            "the input carry has type f32[] but the corresponding output has type f32[3], so the"
                + " shapes do not match",
            x -> whileLoop(v -> v.gt(0), v -> v.add(x), x.get(0))),
        refusal(
            DTypeException.class,
            "the input carry[1] has type f32[3] but the corresponding output has type i32[3], so"
                + " the dtypes do not match",
            x ->
                whileLoop(
                    v -> v.get(0).get(0).gt(0),
                    v -> List.of(v.get(0), v.get(1).astype(DType.INT32)),
                    List.of(x, x))),
        refusal(
            TreeException.class,
            "in the input carry is an array, the other a list of length 2",
            x ->
                ControlFlow.<Object, Object, Object>scan(
                    (c, _) -> Carried.of(List.of(c, c), c), x, x)),
        refusal(
            ShapeException.class,
            "scan: got values with different leading axis sizes: 3, 2",
            x ->
                scan((NDArray c, List<NDArray> _) -> Carried.of(c, c), x, List.of(x, x.get("1:")))),
        refusal(
            ShapeException.class,
            "scan: got no values to scan over and length not provided",
            x -> scan((NDArray c, Object _) -> Carried.of(c, c), x, null)),
        refusal(
            ShapeException.class,
            "got length argument of 5 which disagrees with leading axis sizes [3]",
            x -> scan((NDArray c, NDArray _) -> Carried.of(c, c), x, x, ScanOption.length(5))),
        refusal(
            ShapeException.class,
            "scan: xs has type f32[] and no leading axis",
            x -> scan((NDArray c, NDArray _) -> Carried.of(c, c), x, x.get(0))),
        refusal(
            DTypeException.class,
            "fori_loop: lower and upper must be integer scalars of equal types, got i64[] and i32[]",
            x ->
                foriLoop(
                    Creation.scalar(0L, DType.INT64),
                    Creation.scalar(3L, DType.INT32),
                    (_, c) -> c,
                    x)),
        refusal(
            ShapeException.class,
            "associative_scan: array inputs must have the same length along axis 0, got f32[3],"
                + " f32[2]",
            x -> associativeScan((left, _) -> left, List.of(x, x.get("1:")))));
  }

  private static Arguments refusal(
      Class<? extends RuntimeException> type, String message, Function<NDArray, Object> call) {
    return arguments(type, message, call);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusalsSayWhatDoesNotFit(
      Class<? extends RuntimeException> type, String message, Function<NDArray, Object> call) {
    String said = assertThrows(type, () -> traced(call)).getMessage();
    assertTrue(said.contains(message), said);
  }
}
