package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.ConcretizationException;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.TracedFunction;
import dev.sparrow.trace.TracerArrayConversionException;
import dev.sparrow.trace.TracerBoolConversionException;
import dev.sparrow.trace.TracerEscapedException;
import dev.sparrow.trace.TracerIntegerConversionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class TracingErrorsTest {
  private static final TracedFunction STEP =
      new TracedFunction("step", "Trainer.java:7 (fit)", "jit", List.of("params.w", "x"));
  private static final List<ArrayType> TYPES =
      List.of(ArrayType.of(DType.FLOAT32, 3), ArrayType.of(DType.INT32));

  /** Runs under trace; the lambda's line is the user's line. */
  private static void trace(BinaryOperator<NDArray> f) {
    GraphTrace.trace(STEP, TYPES, in -> List.of(f.apply(in.get(0), in.get(1))));
  }

  /** A mistake, the class of its answer, and the answer without the line. */
  record Row(
      BinaryOperator<NDArray> mistake,
      Class<? extends ConcretizationException> type,
      String message) {}

  static List<Row> rows() {
    String tracing =
        " at TracingErrorsTest.java:LINE (rows); the error occurred while tracing the function step"
            + " at Trainer.java:7 (fit) for jit; this concrete value was not available because it"
            + " depends on ";
    return List.of(
        new Row(
            (w, x) -> x.toBoolean() ? w : x,
            TracerBoolConversionException.class,
            "toBoolean: attempted boolean conversion of traced array with shape i32[]"
                + tracing
                + "the value of the argument x; use where(condition, a, b) or cond instead of if, or"
                + " make the argument static"),
        new Row(
            (w, x) -> w.reshape(x.toLong()),
            TracerIntegerConversionException.class,
            "toLong: an integer was asked of a traced array with shape i32[]"
                + tracing
                + "the value of the argument x; extents and Java indices must be known while"
                + " tracing: make the argument static, or index with the array itself"),
        new Row(
            (w, x) -> w.mul(w.add(x).sum().toDouble()),
            ConcretizationException.class,
            "toDouble: abstract tracer value encountered where concrete value is expected: traced"
                + " array with shape f32[]"
                + tracing
                + "the values of the arguments params.w, x; go on computing with the array (astype"
                + " converts), or return it and read it outside the function"),
        new Row(
            (w, x) -> w.mul(w.toFloatArray().length),
            TracerArrayConversionException.class,
            "toFloatArray: conversion to a Java array was asked of a traced array with shape f32[3]"
                + tracing
                + "the value of the argument params.w; use functions of arrays instead, return the"
                + " array and read it outside the function, or look at it with Debug.callback"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("rows")
  void readingATracedValueNamesTheLineAndTheWayOut(Row row) {
    ConcretizationException refused =
        assertThrows(ConcretizationException.class, () -> trace(row.mistake));
    assertEquals(row.type, refused.getClass());
    assertEquals(row.message, withoutLines(refused));
  }

  @Test
  void anEscapedTracerNamesWhereItWasMadeAndWhereItWasUsed() {
    List<NDArray> stored = new ArrayList<>();
    trace((w, x) -> {
      stored.add(w.add(1));
      return w;
    });
    TracerEscapedException refused =
        assertThrows(TracerEscapedException.class, () -> stored.getFirst().mul(2));
    String place =
        "TracingErrorsTest.java:LINE (anEscapedTracerNamesWhereItWasMadeAndWhereItWasUsed)";
    assertEquals(
        "mul at "
            + place
            + ": encountered an unexpected tracer: a value of type f32[3] made at "
            + place
            + " while tracing the function step at Trainer.java:7 (fit) for jit has escaped the"
            + " scope of the transformation; return it from the function instead of storing it",
        withoutLines(refused));
    assertThrows(TracerEscapedException.class, () -> trace((w, x) -> w.add(stored.getFirst())));
  }

  private static String withoutLines(Exception refused) {
    return Objects.requireNonNull(refused.getMessage())
        .replaceAll("TracingErrorsTest.java:\\d+", "TracingErrorsTest.java:LINE");
  }
}
