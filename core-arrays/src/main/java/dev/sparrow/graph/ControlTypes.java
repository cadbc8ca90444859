package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Result types of {@link Control}, and the errors a user sees when the functions of a loop or a
 * branch do not fit together. Weakness plays no part in what fits.
 */
public final class ControlTypes {
  private ControlTypes() {}

  static List<ArrayType> resultTypes(Control control, List<ArrayType> in) {
    return switch (control) {
      case Control.Cond cond -> cond(cond, in);
      case Control.While loop -> whileLoop(loop, in);
      case Control.Scan scan -> scan(scan, in);
    };
  }

  private static List<ArrayType> cond(Control.Cond cond, List<ArrayType> in) {
    if (cond.branches().isEmpty()) {
      throw new ShapeException("cond: empty branch sequence; give at least one branch");
    }
    if (in.isEmpty() || !in.getFirst().strong().equals(ArrayType.of(DType.INT32))) {
      throw new DTypeException("cond: the index must be i32[], got " + list(in));
    }
    Graph first = cond.branches().getFirst();
    for (Graph branch : cond.branches()) {
      operands("cond", branch, in.subList(1, in.size()));
      sameBranches(first.resultTypes(), branch.resultTypes());
    }
    return first.resultTypes();
  }

  /**
   * Checks that two branches return the same.
   *
   * @param first result types of one branch
   * @param other result types of another
   * @throws DTypeException if dtypes differ
   * @throws ShapeException if numbers of results or shapes differ
   */
  public static void sameBranches(List<ArrayType> first, List<ArrayType> other) {
    if (first.size() != other.size()) {
      throw new ShapeException(
          "cond: branch outputs must have the same structure, but they differ: one branch returns "
              + results(first)
              + ", another "
              + results(other));
    }
    for (int i = 0; i < first.size(); i++) {
      String what =
          "cond: branches must have equal output types but they differ: output "
              + i
              + " of one branch has type "
              + first.get(i)
              + " but that of another has type "
              + other.get(i);
      equal(what, first.get(i), other.get(i), "revise the branches");
    }
  }

  private static List<ArrayType> whileLoop(Control.While loop, List<ArrayType> in) {
    int carryStart = loop.constants();
    List<ArrayType> carry = in.subList(Math.min(carryStart, in.size()), in.size());
    List<ArrayType> tested = new ArrayList<>(in.subList(0, loop.conditionConstants()));
    tested.addAll(carry);
    operands("while", loop.condition(), tested);
    operands("while", loop.body(), in.subList(loop.conditionConstants(), in.size()));
    predicate(loop.condition().resultTypes());
    return carried(
        "while_loop",
        types(loop.body()).subList(loop.bodyConstants(), in.size() - loop.conditionConstants()),
        loop.body().resultTypes());
  }

  /**
   * Checks the result of a loop's condition.
   *
   * @param results its result types
   * @throws DTypeException if that is not one bool scalar
   */
  public static void predicate(List<ArrayType> results) {
    if (results.size() != 1 || !results.getFirst().equals(ArrayType.of(DType.BOOL))) {
      throw new DTypeException(
          "while_loop: cond_fun must return a boolean scalar, but got output type(s) "
              + results(results)
              + "; return a comparison of scalars");
    }
  }

  private static List<ArrayType> scan(Control.Scan scan, List<ArrayType> in) {
    int rows = scan.constants() + scan.carries();
    List<ArrayType> elements = new ArrayList<>(in.subList(0, Math.min(rows, in.size())));
    for (ArrayType xs : in.subList(elements.size(), in.size())) {
      if (xs.rank() == 0 || xs.shape().dim(0) != scan.length()) {
        throw new ShapeException(
            "scan: expected a leading axis of length " + scan.length() + ", got " + xs);
      }
      elements.add(xs.withShape(xs.shape().without(List.of(0))));
    }
    operands("scan", scan.body(), elements);
    List<ArrayType> results = scan.body().resultTypes();
    if (results.size() < scan.carries()) {
      throw structure("scan", types(scan.body()).subList(scan.constants(), rows), results);
    }
    List<ArrayType> out =
        new ArrayList<>(
            carried(
                "scan",
                types(scan.body()).subList(scan.constants(), rows),
                results.subList(0, scan.carries())));
    for (ArrayType y : results.subList(scan.carries(), results.size())) {
      out.add(y.withShape(y.shape().insert(0, scan.length())));
    }
    return out;
  }

  private static List<ArrayType> carried(
      String loop, List<ArrayType> before, List<ArrayType> after) {
    if (before.size() != after.size()) {
      throw structure(loop, before, after);
    }
    List<String> places =
        IntStream.range(0, before.size()).mapToObj(i -> "carry[" + i + "]").toList();
    return carried(loop, before.size() == 1 ? List.of("carry") : places, before, after);
  }

  /**
   * Checks that a loop's body returns a carry like the one it takes.
   *
   * @param loop name of the loop, for the error
   * @param places what errors call each array of the carry
   * @param before types of the carry it takes
   * @param after types of the carry it returns
   * @return types of the carry
   * @throws DTypeException if dtypes differ
   * @throws ShapeException if shapes differ
   */
  public static List<ArrayType> carried(
      String loop, List<String> places, List<ArrayType> before, List<ArrayType> after) {
    for (int i = 0; i < before.size(); i++) {
      String what =
          loop
              + ": body function carry input and carry output must have equal types, but they"
              + " differ: the input "
              + places.get(i)
              + " has type "
              + before.get(i)
              + " but the corresponding output has type "
              + after.get(i);
      equal(what, before.get(i), after.get(i), "revise the function");
    }
    return after;
  }

  private static ShapeException structure(
      String loop, List<ArrayType> before, List<ArrayType> after) {
    return new ShapeException(
        loop
            + ": body function carry input and carry output must have the same structure, but they"
            + " differ: the input carry is "
            + results(before)
            + ", the output carry "
            + results(after));
  }

  private static void equal(String what, ArrayType one, ArrayType other, String remedy) {
    boolean dtypes = one.dtype() != other.dtype();
    boolean shapes = !one.shape().equals(other.shape());
    String message =
        what
            + ", so the "
            + (dtypes ? "dtypes" : "")
            + (dtypes && shapes ? " and the " : "")
            + (shapes ? "shapes" : "")
            + " do not match; "
            + remedy
            + " so that the types match";
    if (shapes) {
      throw new ShapeException(message);
    }
    if (dtypes) {
      throw new DTypeException(message);
    }
  }

  private static void operands(String name, Graph graph, List<ArrayType> in) {
    if (!graph.captures().isEmpty() || !strong(types(graph)).equals(strong(in))) {
      throw new ShapeException(
          name + ": was traced for " + list(types(graph)) + " and is called with " + list(in));
    }
  }

  private static List<ArrayType> types(Graph graph) {
    return graph.inputs().stream().map(Var::type).toList();
  }

  private static List<ArrayType> strong(List<ArrayType> types) {
    return types.stream().map(ArrayType::strong).toList();
  }

  private static String results(List<ArrayType> types) {
    return types.size() == 1 ? types.getFirst().toString() : "(" + list(types) + ")";
  }

  private static String list(List<ArrayType> types) {
    return types.stream().map(ArrayType::toString).collect(Collectors.joining(", "));
  }
}
