package example;

import static dev.sparrow.jit.Jit.argumentNames;
import static dev.sparrow.jit.Jit.donate;
import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.jit.Jit.keepUnused;
import static dev.sparrow.jit.Jit.name;
import static dev.sparrow.jit.Jit.staticArguments;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Compiled1;
import dev.sparrow.jit.Compiled2;
import dev.sparrow.jit.Compiled3;
import dev.sparrow.jit.Compiled4;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.AbstractArray;
import dev.sparrow.trace.TracerBoolConversionException;
import dev.sparrow.tree.Static;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compiled functions over records, lists and maps, as users write them. */
@ExtendWith(AllocatorsAtZero.class)
class CompiledStructuresTest {
  record Layer(NDArray w, NDArray b) {}

  record Params(List<Layer> layers, NDArray scale) {}

  record Batch(NDArray x, NDArray y) {}

  private record State(Params params, NDArray step) {}

  record Step(State state, NDArray loss, Map<String, NDArray> metrics) {}

  enum Activation {
    SQUARE,
    CUBE
  }

  record Unit(NDArray w, @Static Activation activation) {}

  private static NDArray vector(float... values) {
    return Creation.array(values);
  }

  private static Params params() {
    return new Params(
        List.of(new Layer(vector(1, 2), vector(3, 4)), new Layer(vector(5, 6), vector(7, 8))),
        vector(2, 2));
  }

  private static NDArray predict(Params params, NDArray x) {
    NDArray y = x;
    for (Layer layer : params.layers()) {
      y = y.mul(layer.w()).add(layer.b());
    }
    return y.mul(params.scale());
  }

  /** A step that shrinks all parameters and reports how far off it was. */
  private static Step train(State state, Batch batch) {
    NDArray error = predict(state.params(), batch.x()).sub(batch.y());
    Params next = Tree.map(p -> p.mul(0.5), state.params());
    return new Step(
        new State(next, state.step().add(1)), error.sum(), Map.of("worst", error.max()));
  }

  @Test
  void aTrainingStepTakesAndReturnsRecords() {
    Compiled2<State, Batch, Step> step = jit(CompiledStructuresTest::train, name("train"));
    State state = new State(params(), Creation.scalar(0, DType.INT32));
    Batch batch = new Batch(vector(1, 1), vector(0, 0));
    Step expected = train(train(state, batch).state(), batch);
    Step compiled = step.apply(step.apply(state, batch).state(), batch);
    assertEquals(Tree.structure(expected), Tree.structure(compiled));
    assertSameValues(expected, compiled);
    assertEquals(1, step.cacheSize());
    assertEquals(
        List.of(
            "(State(params=Params(layers=[Layer(w=f32[2], b=f32[2]), Layer(w=f32[2], b=f32[2])],"
                + " scale=f32[2]), step=i32[]), Batch(x=f32[2], y=f32[2])): nothing was traced"
                + " before"),
        step.explainMisses());
  }

  private static void assertSameValues(Object expected, Object actual) {
    assertEquals(
        Tree.leaves(expected).stream().map(NDArray::type).toList(),
        Tree.leaves(actual).stream().map(NDArray::type).toList());
    assertArrayEquals(values(expected), values(actual));
  }

  private static double[] values(Object tree) {
    return Tree.leaves(tree).stream()
        .flatMapToDouble(leaf -> DoubleStream.of(leaf.toDoubleArray()))
        .toArray();
  }

  @Test
  void implicitLambdasAreFunctionsOfArrays() {
    Compiled one = jit(x -> x.add(1));
    Compiled two = jit((x, y) -> x.sub(y));
    Compiled three = jit((x, y, z) -> x.add(y).mul(z), name("f"));
    NDArray x = vector(1, 2);
    assertArrayEquals(new float[] {2, 3}, one.apply(x).toFloatArray());
    assertArrayEquals(new float[] {0, 0}, two.apply(x, x).toFloatArray());
    assertArrayEquals(new float[] {2, 8}, three.apply(x, x, x).toFloatArray());
  }

  @Test
  void explicitTypesAndMethodReferencesAreFunctionsOfStructures() {
    Compiled1<Params, NDArray> one = jit((Params p) -> p.scale().sum());
    Compiled2<Params, NDArray, NDArray> two = jit(CompiledStructuresTest::predict);
    Compiled3<List<NDArray>, Optional<NDArray>, NDArray @Nullable [], Map<String, NDArray>> three =
        jit((List<NDArray> a, Optional<NDArray> b, NDArray @Nullable [] c) ->
            Map.of(
                "a", a.get(0).add(a.get(1)),
                "b", b.orElse(a.get(0)),
                "c", Objects.requireNonNull(c)[0]));
    Compiled4<NDArray, NDArray, NDArray, NDArray, NDArray[]> four =
        jit((NDArray a, NDArray b, NDArray c, NDArray d) -> new NDArray[] {a.add(b), c.mul(d)});
    NDArray x = vector(1, 2);
    assertEquals(4, one.apply(params()).toDouble());
    assertArrayEquals(predict(params(), x).toFloatArray(), two.apply(params(), x).toFloatArray());
    Map<String, NDArray> result =
        three.apply(List.of(x, x), Optional.empty(), new NDArray[] {x.mul(3)});
    assertArrayEquals(new float[] {2, 4}, result.get("a").toFloatArray());
    assertArrayEquals(new float[] {3, 6}, result.get("c").toFloatArray());
    assertArrayEquals(new float[] {1, 4}, four.apply(x, x, x, x)[1].toFloatArray());
  }

  @Test
  void staticArgumentsBelongToTheKeyByClassAndValue() {
    AtomicInteger traces = new AtomicInteger();
    Compiled2<NDArray, Object, NDArray> power =
        jit(
            (NDArray x, Object n) -> {
              traces.incrementAndGet();
              NDArray result = x;
              for (int i = 1; i < ((Number) n).intValue(); i++) {
                result = result.mul(x);
              }
              return result;
            },
            staticArguments(-1),
            name("power"),
            argumentNames("x", "n"));
    NDArray x = vector(1, 2);
    assertArrayEquals(new float[] {1, 8}, power.apply(x, 3).toFloatArray());
    assertArrayEquals(new float[] {1, 8}, power.apply(x, 3).toFloatArray());
    assertEquals(1, traces.get());
    assertArrayEquals(new float[] {1, 8}, power.apply(x, 3L).toFloatArray());
    assertArrayEquals(new float[] {1, 4}, power.apply(x, 2).toFloatArray());
    assertEquals(3, traces.get());
    assertEquals(
        List.of(
            "(f32[2], static 3): nothing was traced before",
            "(f32[2], static 3): n is the static value 3 of class Long, before 3 of class Integer",
            "(f32[2], static 2): n is the static value 2, before 3"),
        power.explainMisses().stream()
            .map(line -> line.replace("2 of class Integer, before 3 of class Long", "2, before 3"))
            .toList());
  }

  @Test
  void staticComponentsBelongToTheStructure() {
    Compiled1<Unit, NDArray> f =
        jit((Unit u) ->
            switch (u.activation()) {
              case SQUARE -> u.w().mul(u.w());
              case CUBE -> u.w().mul(u.w()).mul(u.w());
            });
    assertEquals(4, f.apply(new Unit(Creation.weak(2), Activation.SQUARE)).toLong());
    assertEquals(8, f.apply(new Unit(Creation.weak(2), Activation.CUBE)).toLong());
    assertEquals(
        "(Unit(w=i32[], activation=CUBE)): args[0].activation is the static value CUBE, before the"
            + " static value SQUARE",
        f.explainMisses().getLast());
  }

  @Test
  void missesNameThePlaceInTheStructure() {
    Compiled2<Params, NDArray, NDArray> f =
        jit(CompiledStructuresTest::predict, argumentNames("params"));
    NDArray x = vector(1, 1);
    f.apply(params(), x);
    Params other = params();
    f.apply(
        new Params(
            List.of(other.layers().get(0), new Layer(Creation.weak(1), Creation.weak(2.0))),
            other.scale()),
        x);
    assertTrue(
        f.explainMisses()
            .getLast()
            .endsWith(
                ": params.layers[1].w has dtype int32, before float32 and has shape (), before (2,)"
                    + " and is weakly typed, before not; params.layers[1].b has shape (), before"
                    + " (2,) and is weakly typed, before not"),
        f.explainMisses().getLast());
    f.apply(new Params(other.layers().subList(0, 1), other.scale()), x);
    assertTrue(
        f.explainMisses()
            .getLast()
            .endsWith(": params.layers is a list of length 1, before a list of length 2"),
        f.explainMisses().getLast());
    Profile.WIDE64.run(() -> f.apply(params(), x));
    assertTrue(
        f.explainMisses().getLast().endsWith("runs under profile WIDE64, before under JAX32"),
        f.explainMisses().getLast());
  }

  @Test
  void donatedArraysAreDeletedAndTheOthersStay() {
    Compiled2<Layer, NDArray, Layer> f =
        jit((Layer l, NDArray x) -> new Layer(l.w().add(x), l.b()), donate(0));
    Layer layer = new Layer(vector(1, 2), vector(3, 4));
    NDArray x = vector(10, 10);
    Layer next = f.apply(layer, x);
    assertTrue(layer.w().isDeleted() && layer.b().isDeleted());
    assertFalse(x.isDeleted());
    assertEquals(
        "Array has been deleted with shape=f32[2].",
        assertThrows(IllegalStateException.class, () -> layer.w().add(1)).getMessage());
    assertThrows(IllegalStateException.class, () -> f.apply(layer, x));
    assertThrows(IllegalStateException.class, () -> layer.b().blockUntilReady());
    assertArrayEquals(new float[] {11, 12}, next.w().toFloatArray());
    assertArrayEquals(new float[] {3, 4}, next.b().toFloatArray());
  }

  @Test
  void donationOfLargeArraysIsSafeWhileWorkIsInFlight() {
    Compiled f = jit(x -> x.mul(3).add(1), donate(0));
    NDArray x = Creation.ones(1 << 20);
    NDArray before = x.add(1);
    NDArray window = x.get("5:9");
    NDArray y = f.apply(f.apply(x));
    assertTrue(x.isDeleted());
    assertEquals(13, y.get(7).toDouble());
    assertEquals(2, before.get(7).toDouble());
    assertEquals(1, window.get(0).toDouble());
  }

  @Test
  void donationInsideATracedFunctionHasNoEffect() {
    Compiled inner = jit(x -> x.mul(2), donate(0));
    NDArray x = vector(1, 2);
    assertArrayEquals(new float[] {3, 6}, jit(y -> inner.apply(y).add(y)).apply(x).toFloatArray());
    assertFalse(x.isDeleted());
  }

  @Test
  void unusedArgumentsAreNotPassedOn() {
    NDArray deleted = vector(1);
    deleted.close();
    NDArray x = vector(1, 2);
    assertArrayEquals(new float[] {2, 3}, jit((a, b) -> a.add(1)).apply(x, deleted).toFloatArray());
    Compiled kept = jit((a, b) -> a.add(1), keepUnused());
    assertThrows(IllegalStateException.class, () -> kept.apply(x, deleted));
    assertEquals(
        "{ lambda ; a:f32[2] b:f32[1]. let c:f32[2] = add a 1.0:f32[] in (c,) }",
        jit((a, b) -> a.add(1)).graph(x, vector(1)).toString());
  }

  @Test
  void disableJitRunsTheFunctionAsItIsWritten() {
    List<String> seen = new ArrayList<>();
    Compiled2<NDArray, Integer, NDArray> f =
        jit(
            (NDArray x, Integer n) -> {
              NDArray y = x.mul(n);
              seen.add(y.getClass().getSimpleName());
              return y;
            },
            staticArguments(1));
    assertEquals(6, Jit.disableJit(() -> f.apply(Creation.weak(3), 2)).toLong());
    f.apply(Creation.weak(3), 2);
    assertEquals(List.of("ConcreteArray", "JitTracer"), seen);
  }

  @Test
  void nestedFunctionsOfStructuresAreCalls() {
    Compiled2<Params, NDArray, NDArray> inner =
        jit(CompiledStructuresTest::predict, name("predict"));
    Compiled outer = jit(x -> inner.apply(params(), x).sum());
    assertEquals(
        predict(params(), vector(1, 1)).sum().toDouble(), outer.apply(vector(1, 1)).toDouble());
    assertTrue(outer.graph(vector(1, 1)).toString().contains("name=predict"));
  }

  @Test
  void mistakesNameTheArgumentAndTheWayOut() {
    NDArray x = vector(1, 2);
    assertMessage(
        "power: argument args[1] is a Integer, which is not traced; declare the parameter NDArray"
            + " and pass an array, or make the argument static with Jit.staticArguments(1)",
        () -> jit((NDArray a, Integer n) -> a.mul(n), name("power")).apply(x, 2));
    assertMessage(
        "fn: args[0] is a value of type java.lang.Thread, which is neither an array, a number nor a"
            + " record, List, Map, Optional or array of them; pass it as a static argument or leave"
            + " it out",
        () -> jit((Thread t) -> x).apply(Thread.currentThread()));
    assertMessage(
        "fn: returned a Double, in whose place no array can stand; return an NDArray (Creation.weak"
            + " makes one)",
        () -> jit((NDArray a) -> 3.0).apply(x));
    assertMessage(
        "fn: result['t'] is a value of type java.lang.Thread, which is neither an array, a number"
            + " nor a record, List, Map, Optional or array of them; pass it as a static argument or"
            + " leave it out",
        () -> jit((NDArray a) -> Map.of("t", Thread.currentThread())).apply(x));
    assertMessage(
        "jit: the function has staticArguments(5), but only accepts 2 arguments; count from 0",
        () -> jit((NDArray a, Integer n) -> a.mul(n), staticArguments(5)));
    assertMessage(
        "jit: static and donated arguments cannot intersect; arguments [0] are both, and only arrays"
            + " can be donated",
        () -> jit((NDArray a) -> a, staticArguments(0), donate(-1)));
    assertMessage(
        "fn: attempt to use an array that was donated in the same call: args[0] and args[1] are one"
            + " array of type f32[2]; donate an array that is passed once",
        () -> jit((a, b) -> a.mul(b), donate(0)).apply(x, x));
    assertMessage(
        "static: a value of type int[] is equal to itself only, so that every call would trace"
            + " again; use a List or a record",
        () -> jit((NDArray a, int[] n) -> a, staticArguments(1)).apply(x, new int[] {1}));
    assertMessage("fn: takes 2 arguments, got 1", () -> jit((a, b) -> a).apply(x));
  }

  private static void assertMessage(String expected, Supplier<@Nullable Object> code) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, code::get).getMessage());
  }

  @Test
  void tracingErrorsNameTheFunctionTheArgumentAndBothLines() {
    Compiled2<Params, NDArray, NDArray> f =
        jit(
            (Params p, NDArray x) -> p.scale().sum().gt(0).toBoolean() ? x : x.neg(),
            name("f"),
            argumentNames("params", "x"));
    TracerBoolConversionException refused =
        assertThrows(TracerBoolConversionException.class, () -> f.apply(params(), vector(1)));
    String place =
        "CompiledStructuresTest.java:LINE (tracingErrorsNameTheFunctionTheArgumentAndBothLines)";
    assertEquals(
        "toBoolean: attempted boolean conversion of traced array with shape bool[] at "
            + place
            + "; the error occurred while tracing the function f at "
            + place
            + " for jit; this concrete value was not available because it depends on the value of"
            + " the argument params.scale; use where(condition, a, b) or cond instead of if, or make"
            + " the argument static",
        Objects.requireNonNull(refused.getMessage()).replaceAll("\\.java:\\d+", ".java:LINE"));
  }

  @Test
  void evalShapeComputesNothing() {
    Params shapes = Jit.evalShape((Params p) -> Tree.map(NDArray::sum, p), params());
    assertEquals("f32[]", shapes.layers().get(1).b().type().toString());
    assertInstanceOf(AbstractArray.class, shapes.scale());
  }
}
