package dev.sparrow.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class TreeTest {
  private static final NDArray A = Creation.scalar(1.0, DType.FLOAT32);
  private static final NDArray B = Creation.scalar(2.0, DType.FLOAT32);
  private static final NDArray C = Creation.scalar(3.0, DType.FLOAT32);

  record Layer(NDArray w, @Nullable NDArray b) {}

  record Params(List<Layer> layers, Map<String, NDArray> extra) {}

  private record Hidden(NDArray x, @Static String name) {}

  record Counted(NDArray x, int count, double rate, boolean done) {}

  record Narrow(ArrayList<NDArray> list) {}

  record Picky(NDArray x) {
    Picky {
      Objects.requireNonNull(x, "x must be there");
    }
  }

  record Named(String name) {}

  /** A structure, its leaves in order, how it prints, and the ways to its leaves. */
  record Row(@Nullable Object tree, List<NDArray> leaves, String printed, String paths) {}

  static List<Row> rows() {
    Map<String, @Nullable Object> unsorted = new HashMap<>();
    unsorted.put("b", Arrays.asList(B, null, new Object[] {C}));
    unsorted.put("a", A);
    return List.of(
        new Row(A, List.of(A), "*", ""),
        new Row(null, List.of(), "None", ""),
        new Row(List.of(), List.of(), "[]", ""),
        new Row(List.of(B, A), List.of(B, A), "[*, *]", "[0] [1]"),
        new Row(
            unsorted,
            List.of(A, B, C),
            "{'a': *, 'b': [*, None, (*,)]}",
            "['a'] ['b'][0] ['b'][2][0]"),
        new Row(Map.of(10, A, 9, B), List.of(B, A), "{9: *, 10: *}", "[9] [10]"),
        new Row(new NDArray[] {A, B}, List.of(A, B), "(*, *)", "[0] [1]"),
        new Row(new Layer(A, null), List.of(A), "Layer(w=*, b=None)", ".w"),
        new Row(
            new Params(List.of(new Layer(A, B), new Layer(C, A)), Map.of("s", B)),
            List.of(A, B, C, A, B),
            "Params(layers=[Layer(w=*, b=*), Layer(w=*, b=*)], extra={'s': *})",
            ".layers[0].w .layers[0].b .layers[1].w .layers[1].b .extra['s']"),
        new Row(new Hidden(A, "h"), List.of(A), "Hidden(x=*, name=h)", ".x"),
        new Row(Optional.of(A), List.of(A), "Optional(*)", ".get()"),
        new Row(Optional.empty(), List.of(), "Optional()", ""));
  }

  // Arrays in display names would be read, and so take memory for as long as the class lives.
  @ParameterizedTest(name = "{index}")
  @MethodSource("rows")
  void flattensAndBuildsAgain(Row row) {
    Flattened<@Nullable Object> flat = Tree.flatten(row.tree);
    assertEquals(row.leaves, flat.leaves());
    assertEquals("PyTreeDef(" + row.printed + ")", flat.structure().toString());
    StringJoiner paths = new StringJoiner(" ");
    flat.structure().paths().forEach(path -> paths.add(path.toString()));
    assertEquals(row.paths, paths.toString());
    assertEquals(row.leaves.size(), flat.structure().leafCount());

    Object built = flat.structure().unflatten(flat.leaves());
    Flattened<@Nullable Object> again = Tree.flatten(built);
    assertEquals(flat, again);
    assertEquals(flat.hashCode(), again.hashCode());
    assertEquals(row.leaves, flat.structure().flattenUpTo("tree", row.tree));
    assertEquals(Optional.empty(), flat.structure().difference("tree", again.structure()));
    if (!row.printed.contains("(*")) { // Java arrays are equal to themselves only.
      assertEquals(row.tree, built);
    }
  }

  @Test
  void structuresOfOtherRowsDiffer() {
    List<Row> rows = rows();
    for (Row first : rows) {
      for (Row second : rows) {
        if (!first.printed.equals(second.printed)) {
          TreeDef<?> structure = Tree.structure(first.tree);
          assertNotEquals(structure, Tree.structure(second.tree));
          assertTrue(structure.difference("t", Tree.structure(second.tree)).isPresent());
        }
      }
    }
  }

  @Test
  void mapsOneTwoAndMoreStructures() {
    Params params = new Params(List.of(new Layer(A, B)), Map.of("s", C));
    assertEquals(new Params(List.of(new Layer(C, C)), Map.of("s", C)), Tree.map(x -> C, params));
    assertEquals(params, Tree.map((x, y) -> x, params, Tree.map(x -> C, params)));
    assertEquals(List.of(C, A), Tree.mapList(List::getLast, List.of(List.of(A, B), List.of(C, A))));
    assertEquals(
        Arrays.asList(null, B),
        Tree.map((x, y) -> y, Arrays.asList(null, A), Arrays.asList(null, B)));
    assertEquals(
        List.of(".layers[0].w", ".layers[0].b", ".extra['s']"),
        Tree.leavesWithPath(params).keySet().stream().map(TreePath::toString).toList());
    assertEquals(
        new Layer(A, C),
        Tree.mapWithPath((p, x) -> p.toString().equals(".b") ? C : x, new Layer(A, B)));
    assertSame(C, Tree.reduce((x, y) -> y, params, A));
    assertSame(A, Tree.reduce((x, y) -> y, List.of(), A));
  }

  @Test
  void blockUntilReadyGivesBackTheSame() {
    List<NDArray> tree = List.of(HostValues.array(new float[] {1}), Creation.weak(2));
    assertSame(tree, Tree.blockUntilReady(tree));
  }

  @Test
  void transposeTurnsInsideOut() {
    List<Map<String, NDArray>> rows =
        List.of(Map.of("x", A, "y", B), Map.of("x", B, "y", C), Map.of("x", C, "y", A));
    Object columns =
        Tree.transpose(
            Tree.structure(List.of(A, A, A)), Tree.structure(Map.of("x", A, "y", A)), rows);
    assertEquals(Map.of("x", List.of(A, B, C), "y", List.of(B, C, A)), columns);
    assertEquals(
        "tree: tree[1] is a value of type java.util.ImmutableCollections$MapN with keys [x] where"
            + " the structure has a map with keys [x, y]; pass a value of the structure"
            + " PyTreeDef({'x': *, 'y': *})",
        message(() ->
                Tree.transpose(
                    Tree.structure(List.of(A, A)),
                    Tree.structure(Map.of("x", A, "y", A)),
                    List.of(Map.of("x", A, "y", A), Map.ofEntries(Map.entry("x", A)))))
            .replace("Map1", "MapN"));
  }

  @Test
  void numbersAreWeakLeavesAndGoBackIntoDeclaredNumbers() {
    Counted counted = new Counted(A, 3, 0.5, true);
    Flattened<Counted> flat = Tree.flatten(counted);
    assertEquals(
        List.of("f32[]", "i32[]", "f32[]", "bool[]"),
        flat.leaves().stream().map(leaf -> leaf.type().toString()).toList());
    assertEquals(
        List.of(false, true, true, false),
        flat.leaves().stream().map(leaf -> leaf.type().weak()).toList());
    assertEquals(counted, flat.structure().unflatten(flat.leaves()));
    List<?> boxed = Tree.map(x -> x, List.of(1, 2L, 3f, 4.0));
    for (Object element : boxed) {
      assertInstanceOf(NDArray.class, element);
    }
  }

  @Test
  void declaredNumbersRefuseWhatTheyCannotHold() {
    Counted counted = new Counted(A, 3, 0.5, true);
    assertTrue(
        message(() -> Tree.map(x -> A, counted))
            .startsWith(
                "tree: Counted.count is declared int and cannot hold an array of type f32[]: it is"
                    + " not an integer"));
    TreeException traced =
        assertThrows(
            TreeException.class,
            () ->
                GraphTrace.trace(
                    "f",
                    List.of(ArrayType.of(DType.INT32)),
                    in ->
                        Tree.leaves(
                            Tree.structure(counted).unflatten(List.of(A, in.getFirst(), A, A)))));
    assertEquals(
        "tree: Counted.count is declared int and cannot hold a traced value of type i32[] made while"
            + " tracing the function f for jit; declare it NDArray, or mark it @Static if it never changes",
        traced.getMessage());
  }

  @Test
  void mapsComeBackSortedAndFitSortedComponents() {
    record Sorted(SortedMap<String, NDArray> map) {}

    Sorted sorted = new Sorted(new TreeMap<>(Map.of("b", B, "a", A)));
    assertEquals(List.of("a", "b"), List.copyOf(Tree.map(x -> x, sorted).map().keySet()));
  }

  /** A mistake and the message it gets. */
  record Mistake(Supplier<@Nullable Object> code, String message) {}

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake(
            () -> Tree.flatten("tree", "params", List.of(A, new Named("n"))),
            "tree: params[1].name is a value of type java.lang.String, which is neither an array, a"
                + " number nor a record, List, Map, Optional or array of them; mark the record"
                + " component @Static if it belongs to the structure"),
        new Mistake(
            () -> Tree.leaves(Map.of("k", new float[] {1})),
            "tree: tree['k'] is a value of type float[], which is neither an array, a number nor a"
                + " record, List, Map, Optional or array of them; make an NDArray of it with"
                + " Creation.array"),
        new Mistake(
            () -> Tree.map((x, y) -> x, List.of(A, List.of(A)), List.of(A, A)),
            "map: structures differ: tree[1] is a list of length 1, the other an array; pass"
                + " structures of one form, here PyTreeDef([*, [*]])"),
        new Mistake(
            () -> Tree.map((x, y) -> x, new Hidden(A, "h"), new Hidden(A, "g")),
            "map: structures differ: tree.name is the static value h, the other the static value g;"
                + " pass structures of one form, here PyTreeDef(Hidden(x=*, name=h))"),
        new Mistake(
            () -> Tree.unflatten(Tree.structure(List.of(A, A)), List.of(A)),
            "unflatten: too few leaves for PyTreeDef([*, *]); expected 2, got 1"),
        new Mistake(
            () -> Tree.map(x -> x, new Narrow(new ArrayList<>(List.of(A)))),
            "tree: component list of record Narrow is declared ArrayList and cannot hold a value of"
                + " type java.util.Collections$UnmodifiableRandomAccessList; declare it NDArray,"
                + " List, Map or Optional, by what it should hold"),
        new Mistake(
            () -> Tree.structure(new Hidden(A, "h")).flattenUpTo("axes", List.of(A)),
            "tree: axes is a value of type java.util.ImmutableCollections$List12 with 1 elements"
                + " where the structure has a record Hidden; pass a value of the structure"
                + " PyTreeDef(Hidden(x=*, name=h))"),
        new Mistake(
            () -> new StaticValue(A),
            "static: an array of type f32[] cannot be a static value, since its elements are not"
                + " known while tracing; pass it as an argument that is traced"),
        new Mistake(
            () -> new StaticValue(new int[] {1}),
            "static: a value of type int[] is equal to itself only, so that every call would trace"
                + " again; use a List or a record"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("mistakes")
  void mistakesNameThePlace(Mistake mistake) {
    assertEquals(mistake.message, message(mistake.code));
  }

  private static String message(Supplier<@Nullable Object> code) {
    return Objects.requireNonNull(assertThrows(TreeException.class, code::get).getMessage());
  }

  @Test
  void keysWithoutCommonOrderAreRefused() {
    assertTrue(message(() -> Tree.leaves(Map.of("a", A, 1, B))).contains("have no common order"));
  }

  @Test
  void aRecordsOwnRefusalReachesTheCaller() {
    TreeDef<Picky> structure = Tree.structure(new Picky(A));
    assertEquals(
        "x must be there",
        assertThrows(
                NullPointerException.class, () -> structure.build(Collections.singletonList(null)))
            .getMessage());
  }

  @Test
  void staticValuesCompareByClassAndValue() {
    assertEquals(new StaticValue(2), new StaticValue(2));
    assertNotEquals(new StaticValue(2), new StaticValue(2L));
    assertNotEquals(new StaticValue(2.0), new StaticValue(2f));
    assertEquals(new StaticValue(null), new StaticValue(null));
    assertNull(new StaticValue(null).value());
  }

  @Test
  void randomStructuresSurviveTheWayThereAndBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Object tree = randomTree(random, 4);
      Flattened<@Nullable Object> flat = Tree.flatten(tree);
      List<NDArray> leaves = new ArrayList<>();
      flat.leaves().forEach(leaf -> leaves.add(random.nextBoolean() ? A : B));
      Flattened<@Nullable Object> again = Tree.flatten(flat.structure().unflatten(leaves));
      assertEquals(flat.structure(), again.structure(), "seed " + seed);
      assertArrayEquals(leaves.toArray(), again.leaves().toArray(), "seed " + seed);
      List<Object> values = new ArrayList<>();
      flat.structure().paths().forEach(path -> values.add(path));
      assertEquals(flat.leaves().size(), Map.copyOf(index(values)).size(), "seed " + seed);
    }
  }

  private static Map<Object, Integer> index(List<Object> values) {
    Map<Object, Integer> index = new HashMap<>();
    values.forEach(value -> index.put(value, index.size()));
    return index;
  }

  private static @Nullable Object randomTree(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 2 : 8);
    List<@Nullable Object> children = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0 && kind >= 2; i--) {
      children.add(randomTree(random, depth - 1));
    }
    return switch (kind) {
      case 0 -> A;
      case 1 -> null;
      case 2 -> children;
      case 3 -> children.toArray();
      case 4 -> {
        Map<String, @Nullable Object> map = new HashMap<>();
        children.forEach(child -> map.put("k" + map.size(), child));
        yield map;
      }
      case 5 -> Optional.ofNullable(children.getFirst());
      case 6 -> new Hidden(C, "n" + children.size());
      default -> new Layer(A, B);
    };
  }
}
