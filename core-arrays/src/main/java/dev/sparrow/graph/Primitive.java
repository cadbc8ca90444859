package dev.sparrow.graph;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.io.Serializable;
import java.util.List;

/**
 * A primitive operation with its typed parameters. Families are records, pointwise functions are
 * rows of {@link Fn}. Names and semantics follow {@code jax.lax}; result types are in {@link
 * TypeRules}.
 *
 * <p>Every interpreter (type rule, lowering, batching, partitioning) is one exhaustive switch over
 * this interface, so a new record does not compile until each of them has its case.
 */
public sealed interface Primitive extends Serializable
    permits Primitive.Elementwise,
        Primitive.Counting,
        Primitive.View,
        Primitive.Assembly,
        Primitive.Fold,
        Primitive.Whole,
        Inlined,
        CustomLinear,
        Control {
  /** {@return the name in printed graphs} */
  String jaxName();

  /** {@return the programs inside this primitive, such as the one a call calls} */
  default List<Graph> graphs() {
    return List.of();
  }

  /** {@return whether it, or a program inside it, does something beside computing results} */
  default boolean hasEffects() {
    return graphs().stream().anyMatch(Graph::hasEffects);
  }

  /** Computes each element of the result from the elements at its place: fuses with any other. */
  sealed interface Elementwise extends Primitive {}

  /** Makes an array from counts, without operands in memory. */
  sealed interface Counting extends Primitive {}

  /** The operand's elements under another layout: a window on its memory where strides allow. */
  sealed interface View extends Primitive {}

  /** Puts operands into windows of a new array. */
  sealed interface Assembly extends Primitive {}

  /** Folds axes in the order of {@link ReductionTree}; fuses with what feeds it. */
  sealed interface Fold extends Primitive {}

  /**
   * Computed by a routine of its own, from whole arrays in memory to whole arrays. A new family
   * joins here and meets only the interpreters that must know more about it: types, printing,
   * batching, derivatives, the routine.
   */
  sealed interface Whole extends Primitive
      permits ArgReduce,
          Fft,
          Indexing,
          Contraction,
          Ordering,
          Cumulative,
          Windowed,
          LinearAlgebra,
          Collective,
          Effect {}

  /**
   * Applies a function to each element. Operands have one shape; rank-0 operands broadcast.
   *
   * @param fn the function
   */
  record Pointwise(Fn fn) implements Elementwise {
    @Override
    public String jaxName() {
      return fn.jaxName();
    }
  }

  /**
   * x to a constant integer power, by repeated squaring.
   *
   * @param exponent the power, may be negative for floats
   */
  record IntegerPow(int exponent) implements Elementwise {
    @Override
    public String jaxName() {
      return "integer_pow";
    }
  }

  /**
   * Value conversion; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param dtype the new dtype
   * @param weak whether the result is weak
   */
  record Convert(DType dtype, boolean weak) implements Elementwise {
    @Override
    public String jaxName() {
      return "convert_element_type";
    }
  }

  /**
   * Reinterprets the bits of each element as another dtype of the same width.
   *
   * @param dtype the new dtype
   */
  record BitcastConvert(DType dtype) implements Elementwise {
    @Override
    public String jaxName() {
      return "bitcast_convert_type";
    }
  }

  /**
   * Counts 0, 1, 2, … along one dimension. No operands.
   *
   * @param dtype element type
   * @param shape result shape
   * @param dimension the axis along which values change
   */
  record Iota(DType dtype, Shape shape, int dimension) implements Counting {
    @Override
    public String jaxName() {
      return "iota";
    }
  }

  /**
   * The row-major linear index of each element as two uint32 arrays (high word, low word): the
   * counter of the random streams. Takes no operands, or two uint32 scalars (high, low), the index
   * of the first element when the array is a block of a larger one.
   *
   * @param shape result shape
   */
  record Iota2x32(Shape shape) implements Counting {
    @Override
    public String jaxName() {
      return "iota_2x32_shape";
    }
  }

  /**
   * Maps operand axis k to result axis dimensions[k]; an extent of 1 expands.
   *
   * @param shape result shape
   * @param dimensions result axis of each operand axis, strictly ascending
   */
  record BroadcastInDim(Shape shape, List<Integer> dimensions) implements View {
    public BroadcastInDim {
      dimensions = List.copyOf(dimensions);
    }

    @Override
    public String jaxName() {
      return "broadcast_in_dim";
    }
  }

  /**
   * The same elements in row-major order under another shape.
   *
   * @param shape new shape, same number of elements
   */
  record Reshape(Shape shape) implements View {
    @Override
    public String jaxName() {
      return "reshape";
    }
  }

  /**
   * Permutes axes: result axis i is operand axis permutation[i].
   *
   * @param permutation operand axis of each result axis
   */
  record Transpose(List<Integer> permutation) implements View {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public String jaxName() {
      return "transpose";
    }
  }

  /**
   * Drops axes of extent 1.
   *
   * @param dimensions axes to drop, ascending
   */
  record Squeeze(List<Integer> dimensions) implements View {
    public Squeeze {
      dimensions = List.copyOf(dimensions);
    }

    @Override
    public String jaxName() {
      return "squeeze";
    }
  }

  /**
   * Reverses the order of elements along axes.
   *
   * @param dimensions axes to reverse
   */
  record Rev(List<Integer> dimensions) implements View {
    public Rev {
      dimensions = List.copyOf(dimensions);
    }

    @Override
    public String jaxName() {
      return "rev";
    }
  }

  /**
   * A strided window with static bounds.
   *
   * @param start first index of each axis
   * @param limit one past the last index of each axis
   * @param strides step of each axis, at least 1
   */
  record Slice(List<Long> start, List<Long> limit, List<Long> strides) implements View {
    public Slice {
      start = List.copyOf(start);
      limit = List.copyOf(limit);
      strides = List.copyOf(strides);
    }

    @Override
    public String jaxName() {
      return "slice";
    }
  }

  /**
   * (operand, update) → operand with the strided window that starts at {@code start} combined with
   * {@code update}. What {@code x.at(…).set(…)} becomes for basic indices.
   *
   * @param mode how a window element and its update combine
   * @param start first index of each axis
   * @param strides step of each axis, at least 1
   */
  record SliceUpdate(UpdateMode mode, List<Long> start, List<Long> strides) implements Assembly {
    public SliceUpdate {
      start = List.copyOf(start);
      strides = List.copyOf(strides);
    }

    @Override
    public String jaxName() {
      return "slice_update";
    }
  }

  /** How an update combines with the element it meets. */
  enum UpdateMode {
    SET,
    ADD,
    MUL,
    MIN,
    MAX
  }

  /**
   * Pads with the scalar second operand; negative low or high crops, interior puts that many
   * between neighbours.
   *
   * @param low elements before, per axis
   * @param high elements after, per axis
   * @param interior elements between neighbours, per axis, not negative
   */
  record Pad(List<Long> low, List<Long> high, List<Long> interior) implements Assembly {
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
    }

    @Override
    public String jaxName() {
      return "pad";
    }
  }

  /**
   * Joins operands along an axis.
   *
   * @param dimension the axis
   */
  record Concatenate(int dimension) implements Assembly {
    @Override
    public String jaxName() {
      return "concatenate";
    }
  }

  /**
   * Folds axes away in the order that {@link ReductionTree} defines.
   *
   * @param monoid how elements combine
   * @param axes axes to fold, ascending
   */
  record Reduce(Monoid monoid, List<Integer> axes) implements Fold {
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public String jaxName() {
      return monoid.jaxName();
    }
  }

  /**
   * One shard's part of a reduction over an axis that is cut into shards: the axis of length m is
   * replaced by the nodes of {@code ReductionTree.cover(firstLeaf, firstLeaf + leaves(m))}, in
   * order. Only the planner makes it.
   *
   * @param monoid how elements combine
   * @param axis the axis
   * @param firstLeaf leaf of the whole reduction at which this shard starts
   */
  record ReducePartial(Monoid monoid, int axis, long firstLeaf) implements Fold {
    @Override
    public String jaxName() {
      return monoid.jaxName() + "_partial";
    }
  }

  /**
   * Index of the largest or smallest element along an axis; ties take the first, NaN wins.
   *
   * @param extreme which end is sought
   * @param axis the axis
   * @param indexDType int32 or int64
   */
  record ArgReduce(Extreme extreme, int axis, DType indexDType) implements Whole {
    @Override
    public String jaxName() {
      return extreme == Extreme.MAX ? "argmax" : "argmin";
    }
  }

  /** Which end of the order is sought. */
  enum Extreme {
    MAX,
    MIN
  }

  /**
   * The discrete Fourier transform along the last axis of a complex array.
   *
   * @param type which way
   */
  record Fft(FftType type) implements Whole {
    @Override
    public String jaxName() {
      return "fft";
    }
  }

  /** Which way a Fourier transform turns. */
  enum FftType {
    /** {@code X[k] = Σ x[j]·e^(-2πi·jk/n)}. */
    FFT,
    /** {@code x[j] = Σ X[k]·e^(2πi·jk/n) / n}. */
    IFFT
  }

  /** Keys from pairs of words: u32[…,2] → key[…]. */
  record RandomWrap() implements View {
    @Override
    public String jaxName() {
      return "random_wrap";
    }
  }

  /** The words of keys: key[…] → u32[…,2]. */
  record RandomUnwrap() implements View {
    @Override
    public String jaxName() {
      return "random_unwrap";
    }
  }

  /**
   * Calls a jitted function: operands are the graph's inputs, captures first.
   *
   * @param name name of the function, for printing and errors
   * @param graph its program
   */
  record Call(String name, Graph graph) implements Inlined {
    @Override
    public String jaxName() {
      return "jit";
    }
  }
}
