package example;

import static dev.sparrow.transform.Vmap.axisSize;
import static dev.sparrow.transform.Vmap.inAxes;
import static dev.sparrow.transform.Vmap.outAxes;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.TracerBoolConversionException;
import dev.sparrow.tree.TreeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** vmap over records, lists and maps, as users write it. */
@ExtendWith(AllocatorsAtZero.class)
class MappedStructuresTest {
  record Layer(NDArray w, NDArray b) {}

  record Answer(NDArray value, List<NDArray> parts) {}

  private static NDArray count(long... dims) {
    long size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    return Creation.arange(size).astype(DType.FLOAT32).reshape(dims);
  }

  private static Answer apply(Layer layer, NDArray x) {
    NDArray y = x.mul(layer.w()).add(layer.b());
    return new Answer(y.sum(), List.of(y, layer.b()));
  }

  @Test
  void oneModelOverManyExamples() {
    Layer layer = new Layer(count(4), Creation.weak(1.0).astype(DType.FLOAT32));
    BiFunction<Layer, NDArray, Answer> all = vmap(MappedStructuresTest::apply, inAxes(null, 0));
    NDArray xs = count(3, 4);
    Answer answers = all.apply(layer, xs);
    for (int i = 0; i < 3; i++) {
      Answer one = apply(layer, xs.get(i));
      assertEquals(one.value().toDouble(), answers.value().get(i).toDouble());
      assertArrayEquals(
          one.parts().get(0).toFloatArray(), answers.parts().get(0).get(i).toFloatArray());
    }
    assertEquals(Shape.of(3), answers.parts().get(1).shape());
  }

  @Test
  void manyModelsOverOneExampleAndOverMany() {
    Layer layers = new Layer(count(3, 4), count(3));
    NDArray x = count(4);
    Answer models = vmap(MappedStructuresTest::apply, inAxes(0, null)).apply(layers, x);
    assertEquals(Shape.of(3), models.value().shape());
    BiFunction<Layer, NDArray, Answer> each = vmap(MappedStructuresTest::apply, inAxes(null, 0));
    Answer grid =
        vmap((Layer l, NDArray xs) -> each.apply(l, xs), inAxes(0, null))
            .apply(layers, count(5, 4));
    assertEquals(Shape.of(3, 5), grid.value().shape());
    assertEquals(
        apply(new Layer(count(3, 4).get(2), count(3).get(2)), count(5, 4).get(1))
            .value()
            .toDouble(),
        grid.value().get(2, 1).toDouble());
  }

  @Test
  void axesInTheFormOfTheValue() {
    Map<String, @Nullable Integer> axes = new HashMap<>();
    axes.put("w", 1);
    axes.put("b", null);
    Layer layers = new Layer(count(4, 3), Creation.weak(1.0));
    Answer answers =
        vmap(
                (Layer l, List<NDArray> x) -> apply(l, x.get(0).add(x.get(1))),
                inAxes(axes, List.of(-1, 0)),
                outAxes(Map.of("value", 0, "parts", List.of(1, 0))))
            .apply(layers, List.of(count(4, 3), count(3)));
    assertEquals(Shape.of(3), answers.value().shape());
    assertEquals(Shape.of(4, 3), answers.parts().get(0).shape());
    assertEquals(Shape.of(3), answers.parts().get(1).shape());
    assertEquals(
        apply(
                new Layer(count(4, 3).get(":, 2"), Creation.weak(1.0)),
                count(4, 3).get(":, 2").add(2))
            .value()
            .toDouble(),
        answers.value().get(2).toDouble());
  }

  @Test
  void whatIsTheSameForAllMayBeAnyValue() {
    NDArray doubled = vmap((NDArray x, Integer n) -> x.mul(n), inAxes(0, null)).apply(count(3), 2);
    assertArrayEquals(new float[] {0, 2, 4}, doubled.toFloatArray());
  }

  @Test
  void compiledFunctionsOfStructuresAreMapped() {
    Function<Layer, NDArray> f = Jit.jit((Layer l) -> l.w().mul(l.b()).sum());
    assertArrayEquals(
        new float[] {0, 22, 76}, vmap(f).apply(new Layer(count(3, 4), count(3))).toFloatArray());
    assertEquals(
        Shape.of(7, 3),
        vmap(f, axisSize(7), inAxes((Object) null))
            .andThen(y -> y.shape().insert(1, 3))
            .apply(new Layer(count(3), count(3))));
  }

  @Test
  void mistakesAreNamedInJaxsWords() {
    assertMessage(
        ShapeException.class,
        """
        vmap: got inconsistent sizes for array axes to be mapped:
          * most axes (2 of them) had size 3, e.g. axis 0 of argument args[0].w of type f32[3,4];
          * one axis had size 2: axis 0 of argument args[1] of type f32[2,2]\
        """,
        () ->
            vmap(MappedStructuresTest::apply).apply(new Layer(count(3, 4), count(3)), count(2, 2)));
    assertMessage(
        ShapeException.class,
        """
        vmap: got inconsistent sizes for array axes to be mapped:
          * the `axis_size` argument was 4;
          * one axis had size 3: axis 0 of argument args[0] of type f32[3]\
        """,
        () -> vmap(x -> x, axisSize(4)).apply(count(3)));
    assertMessage(
        ShapeException.class,
        "vmap: in_axes must be an int, None, or a tuple of entries corresponding to the positional"
            + " arguments passed to the function, but got len(in_axes)=1, len(args)=2",
        () -> vmap((x, y) -> x, inAxes(new Object[] {0})).apply(count(3), count(3)));
    assertMessage(
        TreeException.class,
        "vmap: in_axes specification must be a tree prefix of the corresponding value; at"
            + " in_axes[0]: a map with keys [v] has no axis for w of PyTreeDef(Layer(w=*, b=*)); give"
            + " one axis, null, or axes in the form of the value",
        () -> vmap((Layer l) -> l, inAxes(Map.of("v", 0))).apply(new Layer(count(3), count(3))));
    assertMessage(
        TreeException.class,
        "vmap: in_axes specification must be a tree prefix of the corresponding value; at"
            + " in_axes[0]: a list of length 2 stands for PyTreeDef([*, *, *]); give one axis, null,"
            + " or axes in the form of the value",
        () ->
            vmap((List<NDArray> l) -> l, inAxes(List.of(0, 1)))
                .apply(List.of(count(3), count(3), count(3))));
    assertMessage(
        TreeException.class,
        "vmap: out_axes specification must be a tree prefix of the corresponding value; at"
            + " out_axes: a String is no axis; use an Integer, null, a List or a Map of them; give"
            + " one axis, null, or axes in the form of the value",
        () -> vmap(x -> x, outAxes("0")).apply(count(3)));
    assertMessage(
        ShapeException.class,
        "vmap: must have at least one non-None value in in_axes or axis_size must be specified",
        () -> vmap(x -> x, inAxes((Object) null)).apply(count(3)));
  }

  private static void assertMessage(
      Class<? extends Exception> type, String expected, Supplier<@Nullable Object> code) {
    assertEquals(expected, assertThrows(type, code::get).getMessage());
  }

  @Test
  void readingALaneIsRefused() {
    String message =
        Objects.requireNonNull(
            assertThrows(
                    TracerBoolConversionException.class,
                    () -> vmap(x -> x.gt(0).toBoolean() ? x : x.neg()).apply(count(3)))
                .getMessage());
    assertTrue(message.contains("MappedStructuresTest.java:"), message);
    assertTrue(
        message.contains(
            "while tracing a function for vmap; it stands for each of the 3 elements of a batch"),
        message);
  }
}
