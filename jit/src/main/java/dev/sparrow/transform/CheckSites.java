package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The places of a program where something may fail, numbered from 1 as they are met. */
final class CheckSites {
  /** An index, its axis, and the extent of that. */
  static final List<ArrayType> OUT_OF_BOUNDS =
      List.of(ArrayType.of(DType.INT64), ArrayType.of(DType.INT32), ArrayType.of(DType.INT64));

  private static final Primitive DIV = new Primitive.Pointwise(Fn.DIV);

  private final Set<ErrorCheck> wanted;
  private final int words;
  private final List<CheckSite> sites = new ArrayList<>();

  /**
   * @param wanted what is looked for
   * @param graph the program
   */
  CheckSites(Set<ErrorCheck> wanted, Graph graph) {
    this.wanted = wanted;
    this.words = Math.max(1, most(graph));
  }

  /** The places met so far. */
  List<CheckSite> sites() {
    return sites;
  }

  /** Words that the message of any place may need. */
  int words() {
    return words;
  }

  /** The number of a place; equal places have one. */
  int number(CheckSite site) {
    int known = sites.indexOf(site);
    if (known < 0) {
      sites.add(site);
      return sites.size();
    }
    return known + 1;
  }

  boolean divides(Primitive prim) {
    return wanted.contains(ErrorCheck.DIVISION) && prim.equals(DIV);
  }

  boolean indexes(Primitive prim) {
    return wanted.contains(ErrorCheck.INDEX) && prim instanceof Indexing;
  }

  boolean makesNan(Primitive prim) {
    return wanted.contains(ErrorCheck.NAN) && NanMakers.mayMakeNan(prim);
  }

  boolean asksUser() {
    return wanted.contains(ErrorCheck.USER);
  }

  /** Whether a program has a place that may fail, or a check to take out. */
  boolean concern(Graph graph) {
    return graph.equations().stream().anyMatch(equation -> concern(equation.prim()));
  }

  /** Whether a primitive may fail, or a program inside it. */
  boolean concern(Primitive prim) {
    return prim instanceof Effect.Check
        || divides(prim)
        || indexes(prim)
        || makesNan(prim)
        // Its program is what the transpose runs, which is a program of its own then.
        || !(prim instanceof CustomLinear) && prim.graphs().stream().anyMatch(this::concern);
  }

  private int most(Graph graph) {
    int most = 0;
    for (Equation equation : graph.equations()) {
      most = Math.max(most, words(equation));
      for (Graph inner : equation.prim().graphs()) {
        most = Math.max(most, most(inner));
      }
    }
    return most;
  }

  private int words(Equation equation) {
    return switch (equation.prim()) {
      case Effect.Check check when asksUser() -> userSite(check, equation, "").words();
      case Indexing indexing when indexes(indexing) ->
          new CheckSite("", OUT_OF_BOUNDS, List.of(), "").words();
      case Primitive _ -> 0;
    };
  }

  static CheckSite userSite(Effect.Check check, Equation equation, String format) {
    int lanes = check.lanes().size();
    List<ArrayType> values = new ArrayList<>();
    for (Atom value : equation.in().subList(1, equation.in().size())) {
      ArrayType type = value.type().strong();
      long[] dims = type.shape().dims();
      values.add(type.withShape(Shape.of(Arrays.copyOfRange(dims, lanes, dims.length))));
    }
    return new CheckSite(format, values, check.lanes(), equation.source().atLine());
  }
}
