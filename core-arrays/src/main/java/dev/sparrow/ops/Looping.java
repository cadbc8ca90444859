package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.ControlTypes;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import dev.sparrow.tree.TreeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Binds loops: traces their functions and makes the carry fit. */
final class Looping {
  private Looping() {}

  /** A state that goes from step to step. */
  private record Counted<C extends @Nullable Object>(NDArray index, C state) {}

  /** A state, and the number at which the loop ends. */
  private record Bounded<C extends @Nullable Object>(NDArray index, NDArray upper, C state) {}

  static <C> C whileLoop(Function<C, NDArray> condition, UnaryOperator<C> body, C initial) {
    Flattened<C> state = Tree.flatten("while_loop", "carry", initial);
    TreeDef<C> structure = state.structure();
    Fitted<C> fitted =
        fit(
            "while_loop",
            state.leaves(),
            types ->
                TracedBody.of(
                    "while_loop",
                    "body",
                    names(structure, "carry"),
                    types,
                    leaves -> body.apply(structure.unflatten(leaves))),
            structure.leafCount());
    checkStructure("while_loop", structure, fitted.body.structure());
    checkTypes("while_loop", structure, fitted.carry, fitted.body.resultTypes());
    TracedBody<NDArray> test =
        TracedBody.of(
            "while_loop",
            "condition",
            names(structure, "carry"),
            types(fitted.carry),
            leaves -> condition.apply(structure.unflatten(leaves)));
    ControlTypes.predicate(test.resultTypes());
    List<NDArray> operands = new ArrayList<>(test.constants());
    operands.addAll(fitted.body.constants());
    operands.addAll(fitted.carry);
    Control loop =
        new Control.While(
            test.graph(),
            test.constants().size(),
            fitted.body.graph(),
            fitted.body.constants().size());
    return structure.unflatten(Trace.current().bind(loop, operands));
  }

  static <C> C foriLoop(long lower, long upper, BiFunction<NDArray, C, C> body, C initial) {
    Carried<Counted<C>, @Nullable Object> last =
        scan(
            (Counted<C> at, @Nullable Object _) ->
                Carried.of(new Counted<>(at.index.add(1), body.apply(at.index, at.state)), null),
            new Counted<>(Creation.weak(lower), initial),
            null,
            List.of(ScanOption.length(Math.max(0, Math.subtractExact(upper, lower)))));
    return last.carry().state;
  }

  static <C> C foriLoop(NDArray lower, NDArray upper, BiFunction<NDArray, C, C> body, C initial) {
    ArrayType joined = Promotion.join(List.of(lower.type(), upper.type()));
    boolean fits =
        joined.dtype().isInteger()
            && fits(lower, joined)
            && fits(upper, joined)
            && lower.rank() == 0
            && upper.rank() == 0;
    if (!fits) {
      throw new DTypeException(
          "fori_loop: lower and upper must be integer scalars of equal types, got "
              + lower.type()
              + " and "
              + upper.type()
              + "; convert one");
    }
    Bounded<C> start =
        new Bounded<>(
            Operands.convert("fori_loop", lower, joined.dtype(), joined.weak()),
            Operands.convert("fori_loop", upper, joined.dtype(), joined.weak()),
            initial);
    return whileLoop(
            (Bounded<C> at) -> at.index.lt(at.upper),
            at -> new Bounded<>(at.index.add(1), at.upper, body.apply(at.index, at.state)),
            start)
        .state;
  }

  private static boolean fits(NDArray bound, ArrayType joined) {
    return bound.type().weak() || bound.dtype() == joined.dtype();
  }

  static <X, Y extends @Nullable Object> Y map(Function<X, Y> f, X xs) {
    return scan(
            (@Nullable Object _, X x) -> Carried.<@Nullable Object, Y>of(null, f.apply(x)),
            null,
            xs,
            List.of())
        .output();
  }

  static <C extends @Nullable Object, X extends @Nullable Object, Y extends @Nullable Object>
      Carried<C, Y> scan(
          BiFunction<C, X, Carried<C, Y>> body, C initial, X xs, List<ScanOption> options) {
    Flattened<C> state = Tree.flatten("scan", "carry", initial);
    Flattened<X> stacked = Tree.flatten("scan", "xs", xs);
    boolean reverse = false;
    long length = -1;
    int unroll = 1;
    for (ScanOption option : options) {
      switch (option) {
        case ScanOption.Reverse _ -> reverse = true;
        case ScanOption.Length(long steps) -> length = steps;
        case ScanOption.Unroll(int steps) -> unroll = steps;
      }
    }
    long steps = steps(stacked, length);
    List<ArrayType> elements = new ArrayList<>();
    for (NDArray x : stacked.leaves()) {
      elements.add(x.type().withShape(x.shape().without(List.of(0))));
    }
    int carries = state.leaves().size();
    List<String> names = new ArrayList<>(names(state.structure(), "carry"));
    names.addAll(names(stacked.structure(), "x"));
    TreeDef<C> structure = state.structure();
    Fitted<Carried<C, Y>> fitted =
        fit(
            "scan",
            state.leaves(),
            types -> {
              List<ArrayType> all = new ArrayList<>(types);
              all.addAll(elements);
              return TracedBody.of(
                  "scan",
                  "body",
                  names,
                  all,
                  leaves ->
                      body.apply(
                          structure.unflatten(leaves.subList(0, carries)),
                          stacked.structure().unflatten(leaves.subList(carries, leaves.size()))));
            },
            carries);
    TreeDef<?> returned = fitted.body.structure().children().get(0);
    checkStructure("scan", structure, returned);
    List<ArrayType> results = fitted.body.resultTypes();
    checkTypes("scan", structure, fitted.carry, results.subList(0, carries));
    List<NDArray> operands = new ArrayList<>(fitted.body.constants());
    operands.addAll(fitted.carry);
    operands.addAll(stacked.leaves());
    Control scan =
        new Control.Scan(
            fitted.body.graph(), steps, reverse, fitted.body.constants().size(), carries, unroll);
    return fitted.body.structure().unflatten(Trace.current().bind(scan, operands));
  }

  private static long steps(Flattened<?> xs, long length) {
    long steps = length;
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < xs.leaves().size(); i++) {
      NDArray x = xs.leaves().get(i);
      if (x.rank() == 0) {
        throw new ShapeException(
            "scan: "
                + xs.structure().paths().get(i).from("xs")
                + " has type "
                + x.type()
                + " and no leading axis to scan over; capture it instead");
      }
      sizes.add(x.shape().dim(0));
    }
    if (sizes.stream().distinct().count() > 1) {
      throw new ShapeException(
          "scan: got values with different leading axis sizes: "
              + String.join(", ", sizes.stream().map(String::valueOf).toList()));
    }
    if (length >= 0 && !sizes.isEmpty() && sizes.getFirst() != length) {
      throw new ShapeException(
          "scan: got length argument of "
              + length
              + " which disagrees with leading axis sizes "
              + sizes);
    }
    if (steps < 0) {
      if (sizes.isEmpty()) {
        throw new ShapeException(
            "scan: got no values to scan over and length not provided; pass"
                + " ScanOption.length(steps)");
      }
      steps = sizes.getFirst();
    }
    return steps;
  }

  /** A body, and a carry of the types that it takes. */
  private record Fitted<R extends @Nullable Object>(TracedBody<R> body, List<NDArray> carry) {}

  /**
   * Traces a body; where a weak part of the carry comes back with another dtype, converts the part
   * and traces again.
   */
  private static <R extends @Nullable Object> Fitted<R> fit(
      String loop,
      List<NDArray> initial,
      Function<List<ArrayType>, TracedBody<R>> trace,
      int carries) {
    TracedBody<R> body = trace.apply(types(initial));
    List<ArrayType> results = body.resultTypes();
    if (results.size() < carries) {
      return new Fitted<>(body, initial);
    }
    List<NDArray> carry = new ArrayList<>();
    for (int i = 0; i < carries; i++) {
      carry.add(promoted(loop, initial.get(i), results.get(i)));
    }
    return types(carry).equals(types(initial))
        ? new Fitted<>(body, initial)
        : new Fitted<>(trace.apply(types(carry)), carry);
  }

  private static NDArray promoted(String loop, NDArray initial, ArrayType result) {
    boolean gives = initial.type().weak() && initial.dtype() != result.dtype();
    if (!gives) {
      return initial;
    }
    ArrayType joined = Promotion.join(List.of(initial.type(), result));
    return Operands.convert(loop, initial, joined.dtype(), joined.weak());
  }

  private static void checkStructure(String loop, TreeDef<?> before, TreeDef<?> after) {
    before
        .difference("carry", after)
        .ifPresent(difference -> {
          throw new TreeException(
              loop
                  + ": body function carry input and carry output must have the same structure, but"
                  + " they differ: in the input "
                  + difference
                  + "; revise the function so that the output has the structure of the input");
        });
  }

  private static void checkTypes(
      String loop, TreeDef<?> structure, List<NDArray> carry, List<ArrayType> after) {
    ControlTypes.carried(loop, names(structure, "carry"), types(carry), after);
  }

  private static List<String> names(TreeDef<?> structure, String root) {
    return structure.paths().stream().map(path -> path.from(root)).toList();
  }

  private static List<ArrayType> types(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::type).toList();
  }
}
