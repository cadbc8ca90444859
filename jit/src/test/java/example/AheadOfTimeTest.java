package example;

import static dev.sparrow.jit.Jit.argumentNames;
import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.jit.Jit.name;
import static dev.sparrow.jit.Jit.staticArguments;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Compiled2;
import dev.sparrow.jit.CompiledProgram;
import dev.sparrow.jit.CostAnalysis;
import dev.sparrow.jit.Lowered;
import dev.sparrow.jit.MemoryAnalysis;
import dev.sparrow.jit.Traced;
import dev.sparrow.ops.Convolution;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.ops.WindowPadding;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.AbstractArray;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** trace, lower, compile. */
@ExtendWith(AllocatorsAtZero.class)
class AheadOfTimeTest {
  record Pair(NDArray x, NDArray y) {}

  private final AtomicInteger traces = new AtomicInteger();

  private final Compiled2<Pair, Integer, Pair> scaled =
      jit(
          (Pair p, Integer n) -> {
            traces.incrementAndGet();
            return new Pair(p.x().mul(n), p.y().sum());
          },
          staticArguments(1),
          name("scaled"),
          argumentNames("pair", "n"));

  private static NDArray f32(long... dims) {
    return AbstractArray.of(DType.FLOAT32, dims);
  }

  @Test
  void tracesForTypesAndRunsOnArrays() {
    Traced<Pair> traced = scaled.trace(new Pair(f32(4), f32(2, 3)), 3);
    assertEquals("f32[4]", traced.outInfo().x().type().toString());
    assertEquals("f32[]", traced.outInfo().y().type().toString());
    assertTrue(traced.graph().toString().startsWith("{ lambda ; a:f32[4] b:f32[2,3]. let"));
    CompiledProgram<Pair> program = traced.lower().compile();
    Pair result = program.call(new Pair(Creation.ones(4), Creation.ones(2, 3)), 3);
    assertEquals(3, result.x().get(2).toDouble());
    assertEquals(6, result.y().toDouble());
    assertEquals(1, traces.get());
    assertTrue(program.asText().contains("region over (2,3)"), program.asText());
  }

  @Test
  void productsAndConvolutionsCostWhatXlaSays() {
    // JAX 0.10.2: x @ y of f32[1000,1000] and f32[1000,50]: flops 1e8; a 3x3 convolution of
    // f32[1,1,1000,1000] to two channels without padding: 35856144.
    Compiled product = jit((x, y) -> x.matmul(y));
    assertEquals(
        100_000_000, product.trace(f32(1000, 1000), f32(1000, 50)).lower().costAnalysis().flops());
    Compiled image =
        jit((x, k) ->
            Convolutions.convGeneralDilated(
                x, k, Convolution.padded(WindowPadding.Automatic.VALID)));
    assertEquals(
        35_856_144,
        image.trace(f32(1, 1, 1000, 1000), f32(2, 1, 3, 3)).lower().costAnalysis().flops());
  }

  @Test
  void costsAreThoseOfXla() {
    // JAX 0.10.2 says of jit(lambda x, y: sum(sin(x) * y)) for f32[4] and f32[]: flops 7,
    // transcendentals 4, bytes accessed 24 once compiled, arguments 20 bytes and output 4.
    Compiled f = jit((x, y) -> Transcendental.sin(x).mul(y).sum());
    Lowered<List<NDArray>> lowered = f.trace(f32(4), f32()).lower();
    assertEquals(7, lowered.costAnalysis().flops());
    assertEquals(4, lowered.costAnalysis().transcendentals());
    assertEquals(new CostAnalysis(7, 4, 24), lowered.compile().costAnalysis());
    MemoryAnalysis memory = lowered.compile().memoryAnalysis();
    assertEquals(20, memory.argumentBytes());
    assertEquals(4, memory.outputBytes());
    assertTrue(memory.temporaryBytes() >= 0);
  }

  @Test
  void otherTypesAreRefusedInJaxsWords() {
    CompiledProgram<Pair> program = scaled.trace(new Pair(f32(4), f32(2, 3)), 3).lower().compile();
    assertMessage(
        "scaled: Argument types differ from the types for which this computation was compiled. The"
            + " mismatches are: Argument 'pair.x' compiled with f32[4] and called with f32[5];"
            + " Argument 'pair.y' compiled with f32[2,3] and called with i32[]; convert the"
            + " arguments, or compile for these types too",
        () -> program.call(new Pair(Creation.ones(5), Creation.arange(3).get(0)), 3));
    assertMessage(
        "scaled: function compiled with input pytree does not match the input pytree it was called"
            + " with: n is the static value 2, compiled for 3",
        () -> program.call(new Pair(Creation.ones(4), Creation.ones(2, 3)), 2));
    assertMessage(
        "scaled: function compiled with input pytree does not match the input pytree it was called"
            + " with: pair is a list of length 1, compiled for a record Pair",
        () -> program.call(List.of(Creation.ones(4)), 3));
    assertMessage("scaled: takes 2 arguments, got 1", () -> program.call(Creation.ones(4)));
    assertMessage(
        "scaled: cannot apply transformations to a function lowered and compiled for a particular"
            + " signature; detected argument of tracer type JitTracer(f32[4]); transform the function"
            + " and compile the result",
        () ->
            jit(x -> program.call(new Pair(x, Creation.ones(2, 3)), 3).x())
                .apply(Creation.ones(4)));
  }

  @Test
  void abstractArraysTakePartInNoOperation() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> f32(3).add(Creation.ones(3)));
    assertTrue(String.valueOf(refused.getMessage()).contains("abstract array"));
  }

  private static void assertMessage(String expected, Supplier<@Nullable Object> code) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, code::get).getMessage());
  }
}
