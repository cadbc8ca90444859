package dev.sparrow.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.GraphChecker;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class GraphTraceTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 3);

  private static GraphTrace.Traced trace(UnaryOperator<NDArray> f) {
    return GraphTrace.trace("f", List.of(VECTOR), in -> List.of(f.apply(in.getFirst())));
  }

  @Test
  void equalProgramsAreEqualGraphs() {
    Graph first = trace(x -> Transcendental.sin(x).add(1.0)).graph();
    Graph second =
        trace(
                x -> {
                  NDArray sine = Transcendental.sin(x);
                  return sine.add(1.0);
                })
            .graph();
    assertEquals(GraphChecker.check(first), second);
  }

  @Test
  void javaNumbersAreLiteralsAndArraysAreCaptures() {
    NDArray weights = HostValues.array(new float[] {1, 2, 3});
    GraphTrace.Traced traced = trace(x -> x.mul(2.0).mul(weights).add(weights).sub(1));
    assertEquals(1, traced.captured().size());
    assertSame(weights, traced.captured().getFirst());
    assertEquals(1, traced.graph().captures().size());
    assertEquals(
        List.of(VECTOR, VECTOR), traced.graph().inputs().stream().map(v -> v.type()).toList());
  }

  @Test
  void innerTracesCaptureValuesOfOuterOnes() {
    List<GraphTrace.Traced> inner = new ArrayList<>();
    trace(x -> {
      inner.add(trace(y -> y.add(x)));
      return x;
    });
    assertEquals(1, inner.getFirst().captured().size());
    assertEquals(VECTOR, inner.getFirst().captured().getFirst().type());
  }

  @Test
  void anEscapedValueNamesItsFunction() {
    List<NDArray> stored = new ArrayList<>();
    trace(x -> {
      stored.add(x.add(1));
      return x;
    });
    NDArray escaped = stored.getFirst();
    TracerEscapedException eager = assertThrows(TracerEscapedException.class, () -> escaped.add(1));
    String message = eager.getMessage();
    assertTrue(message.contains("while tracing the function f for jit has escaped"), message);
    assertThrows(TracerEscapedException.class, () -> trace(x -> x.add(escaped)));
  }

  @Test
  void valuesCannotBeReadWhileTracing() {
    List<Consumer<NDArray>> readers =
        List.of(
            NDArray::item,
            NDArray::toDouble,
            NDArray::toBoolean,
            NDArray::toFloatArray,
            NDArray::toByteArray,
            NDArray::blockUntilReady,
            NDArray::close);
    for (Consumer<NDArray> reader : readers) {
      ConcretizationException refused =
          assertThrows(
              ConcretizationException.class,
              () ->
                  trace(x -> {
                    reader.accept(x);
                    return x;
                  }));
      String message = refused.getMessage();
      assertTrue(
          message.contains("f32[3]") && message.contains("while tracing the function f for jit"),
          message);
    }
  }

  @Test
  void typeErrorsAreThrownAtTheCall() {
    NDArray four = HostValues.array(new float[4]);
    ShapeException refused = assertThrows(ShapeException.class, () -> trace(x -> x.add(four)));
    assertTrue(refused.getMessage().startsWith("add: incompatible shapes"), refused.getMessage());
  }

  @Test
  void tracersPrintTheirType() {
    List<String> texts = new ArrayList<>();
    trace(x -> {
      texts.add(x.toString());
      return x;
    });
    assertEquals(List.of("JitTracer(f32[3])"), texts);
  }
}
