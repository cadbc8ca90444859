package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.ShapeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 3);
  private static final Var A = new Var(0, VECTOR);
  private static final Var B = new Var(1, VECTOR);
  private static final Primitive SIN = new Primitive.Pointwise(Fn.SIN);

  private static Graph graph(List<Equation> equations, Atom result) {
    return new Graph(List.of(), List.of(A), equations, List.of(result));
  }

  private static void assertMalformed(Graph graph, String what) {
    IllegalStateException bug =
        assertThrows(IllegalStateException.class, () -> GraphChecker.check(graph));
    assertTrue(bug.getMessage().contains(what), bug.getMessage());
  }

  @Test
  void wellFormedGraphsPass() {
    Graph graph = graph(List.of(new Equation(SIN, List.of(A), List.of(B))), B);
    assertSame(graph, GraphChecker.check(graph));
  }

  @Test
  void everyDefectIsFound() {
    Equation sine = new Equation(SIN, List.of(A), List.of(B));
    assertMalformed(graph(List.of(sine, sine), B), "is defined twice");
    assertMalformed(
        graph(List.of(new Equation(SIN, List.of(B), List.of(B))), B), "used before it is defined");
    assertMalformed(graph(List.of(), B), "used before it is defined");
    Var wrong = new Var(1, ArrayType.of(DType.FLOAT32, 4));
    assertMalformed(
        graph(List.of(new Equation(SIN, List.of(A), List.of(wrong))), wrong),
        "sin has results [f32[4]], the rule says [f32[3]]");
    Graph inner = graph(List.of(), B);
    Equation call = new Equation(new Primitive.Call("inner", inner), List.of(A), List.of(B));
    assertMalformed(graph(List.of(call), B), "used before it is defined");
  }

  @Test
  void typeErrorsOfAnEquationComeThrough() {
    Primitive add = new Primitive.Pointwise(Fn.ADD);
    Equation lonely = new Equation(add, List.of(A), List.of(B));
    assertThrows(ShapeException.class, () -> GraphChecker.check(graph(List.of(lonely), B)));
  }

  @Test
  void graphsAreValuesThatTravel() throws IOException, ClassNotFoundException {
    Graph graph = Graph.single(SIN, List.of(VECTOR));
    assertEquals(Graph.single(SIN, List.of(VECTOR)), graph);
    assertEquals(Graph.single(SIN, List.of(VECTOR)).hashCode(), graph.hashCode());
    assertNotEquals(Graph.single(new Primitive.Pointwise(Fn.COS), List.of(VECTOR)), graph);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(graph);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(graph, in.readObject());
    }
  }

  @Test
  void nextIdIsAboveAllOthers() {
    assertEquals(2, Graph.single(SIN, List.of(VECTOR)).nextId());
    assertEquals(1, graph(List.of(), A).nextId());
  }
}
