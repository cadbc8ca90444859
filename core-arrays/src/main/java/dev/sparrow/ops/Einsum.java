package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Einstein summation: products of any number of operands, summed over axes that the result does not
 * name. Operands are contracted two at a time, in the order that takes the fewest products.
 */
public final class Einsum {
  private final List<Term> terms = new ArrayList<>();
  private final Map<Integer, Long> extents = new HashMap<>();
  private final @Nullable DType preferred;

  private Einsum(@Nullable DType preferred) {
    this.preferred = preferred;
  }

  /**
   * Sums products as subscripts say.
   *
   * @param subscripts a letter for each axis, operands apart by commas: {@code "ij,jk->ik"}; {@code
   *     ...} stands for axes that broadcast; without an arrow the result has the letters that occur
   *     once, in alphabetical order; a letter twice in one operand takes its diagonal
   * @param operands the operands; dtypes promote
   * @return the sums
   * @throws ShapeException if subscripts and operands do not fit
   */
  @JaxName("einsum")
  public static NDArray einsum(String subscripts, NDArray... operands) {
    return einsum(subscripts, Arrays.asList(operands), null);
  }

  /**
   * Sums products as subscripts say.
   *
   * @param subscripts a letter for each axis, see {@link #einsum(String, NDArray...)}
   * @param operands the operands; dtypes promote
   * @param preferredElementType dtype to accumulate in and return, or null for the promoted one
   * @return the sums
   * @throws ShapeException if subscripts and operands do not fit
   */
  @JaxName("einsum")
  public static NDArray einsum(
      String subscripts, List<NDArray> operands, @Nullable DType preferredElementType) {
    if (operands.isEmpty()) {
      throw new ShapeException("einsum: needs at least one operand");
    }
    EinsumText text = EinsumText.of(subscripts, operands);
    ArrayType joined = Promotion.join(operands.stream().map(NDArray::type).toList());
    Einsum einsum = new Einsum(preferredElementType);
    einsum.measure(subscripts, text, operands);
    for (int i = 0; i < operands.size(); i++) {
      NDArray operand = Operands.convert("einsum", operands.get(i), joined.dtype(), joined.weak());
      einsum.terms.add(einsum.prepared(operand, text.operands().get(i)));
    }
    return einsum.run(text.result());
  }

  /** An operand or a product, with the names of its axes. */
  private record Term(NDArray array, List<Integer> names) {}

  private void measure(String subscripts, EinsumText text, List<NDArray> operands) {
    for (int i = 0; i < operands.size(); i++) {
      Shape shape = operands.get(i).shape();
      for (int axis = 0; axis < shape.rank(); axis++) {
        int name = text.operands().get(i).get(axis);
        long extent = shape.dim(axis);
        long known = extents.getOrDefault(name, 1L);
        if (known != extent && known != 1 && extent != 1) {
          throw new ShapeException(
              "einsum: size of label '"
                  + (name < 0 ? "..." : Character.toString(name))
                  + "' for operand "
                  + i
                  + " of '"
                  + subscripts
                  + "' ("
                  + known
                  + ") does not match previous terms ("
                  + extent
                  + ")");
        }
        extents.put(name, known == 1 ? extent : known);
      }
    }
  }

  /** Drops axes that broadcast and takes diagonals, so that each name occurs once. */
  private Term prepared(NDArray operand, List<Integer> given) {
    NDArray array = operand;
    List<Integer> names = new ArrayList<>(given);
    List<Integer> dropped = new ArrayList<>();
    for (int axis = 0; axis < given.size(); axis++) {
      if (array.shape().dim(axis) == 1 && extents.get(given.get(axis)) != 1) {
        dropped.add(axis);
      }
    }
    if (!dropped.isEmpty()) {
      array = Lax.bind(new Primitive.Squeeze(dropped), array);
      dropped.reversed().forEach(axis -> names.remove((int) axis));
    }
    for (int axis = names.size() - 1; axis >= 0; axis--) {
      int first = names.indexOf(names.get(axis));
      if (first < axis) {
        array = diagonal(array, first, axis);
        int name = names.remove(axis);
        names.remove(first);
        names.add(name);
        axis = names.size();
      }
    }
    return new Term(array, names);
  }

  /** Elements whose indices along two axes are equal; their axis becomes the last. */
  private static NDArray diagonal(NDArray x, int axis1, int axis2) {
    NDArray last = Shaping.moveaxis(Shaping.moveaxis(x, axis1, -1), axis2 - 1, -1);
    long extent = last.shape().dim(-1);
    Shape rest = last.shape().without(List.of(last.rank() - 2, last.rank() - 1));
    NDArray flat = Lax.reshape(last, rest.insert(rest.rank(), extent * extent));
    List<Long> start = new ArrayList<>();
    List<Long> limit = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis <= rest.rank(); axis++) {
      start.add(0L);
      limit.add(flat.shape().dim(axis));
      strides.add(axis == rest.rank() ? extent + 1 : 1L);
    }
    return Lax.bind(new Primitive.Slice(start, limit, strides), flat);
  }

  private NDArray run(List<Integer> result) {
    List<List<Integer>> names = terms.stream().map(Term::names).toList();
    if (terms.size() == 1) {
      terms.set(0, summed(terms.getFirst(), new HashSet<>(result)));
    }
    for (int[] pair : ContractionPath.of(names, result, extents)) {
      Term second = terms.remove(pair[1]);
      Term first = terms.remove(pair[0]);
      Set<Integer> kept = new HashSet<>(result);
      terms.forEach(term -> kept.addAll(term.names));
      terms.add(contracted(first, second, kept));
    }
    Term last = terms.getFirst();
    NDArray product = last.array;
    if (preferred != null) {
      product = Lax.convert(product, preferred);
    }
    List<Integer> order = result.stream().map(last.names::indexOf).toList();
    List<Integer> same = IntStream.range(0, order.size()).boxed().toList();
    return order.equals(same) ? product : Lax.bind(new Primitive.Transpose(order), product);
  }

  /** Sums over axes that nothing else has. */
  private static Term summed(Term term, Set<Integer> kept) {
    List<Integer> axes = new ArrayList<>();
    List<Integer> names = new ArrayList<>();
    for (int axis = 0; axis < term.names.size(); axis++) {
      if (kept.contains(term.names.get(axis))) {
        names.add(term.names.get(axis));
      } else {
        axes.add(axis);
      }
    }
    return axes.isEmpty() ? term : new Term(Lax.reduce(Monoid.SUM, term.array, axes), names);
  }

  private Term contracted(Term first, Term second, Set<Integer> kept) {
    Set<Integer> leftKept = new HashSet<>(kept);
    leftKept.addAll(second.names);
    Set<Integer> rightKept = new HashSet<>(kept);
    rightKept.addAll(first.names);
    Term left = summed(first, leftKept);
    Term right = summed(second, rightKept);
    List<Integer> contracting = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    for (int name : left.names) {
      if (right.names.contains(name)) {
        (kept.contains(name) ? batch : contracting).add(name);
      }
    }
    DotDimensions dimensions =
        new DotDimensions(
            places(left, contracting),
            places(right, contracting),
            places(left, batch),
            places(right, batch));
    List<Integer> names = new ArrayList<>(batch);
    for (Term term : List.of(left, right)) {
      for (int name : term.names) {
        if (!batch.contains(name) && !contracting.contains(name)) {
          names.add(name);
        }
      }
    }
    return new Term(
        Products.contract("einsum", left.array, right.array, dimensions, preferred), names);
  }

  private static List<Integer> places(Term term, List<Integer> names) {
    return names.stream().map(term.names::indexOf).toList();
  }
}
