package dev.sparrow.graph;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a program does beside computing: operands go to the host, nothing comes back. Effects are
 * kept although no result needs them, and run in the order of the program.
 *
 * <p>Under a mapped axis operands are batches. Then {@link #lanes} are the extents of their leading
 * axes, and the effect happens once for each index of these axes, in row-major order.
 */
public sealed interface Effect extends Primitive.Whole {
  /** {@return extents of the leading axes, the same in all operands, that are taken one by one} */
  List<Long> lanes();

  /**
   * The same effect for operands with other leading axes.
   *
   * @param lanes their extents
   * @return the effect
   */
  Effect withLanes(List<Long> lanes);

  /**
   * This effect with one more axis behind the leading ones.
   *
   * @param size its extent
   * @return the effect
   */
  default Effect mapped(long size) {
    List<Long> more = new ArrayList<>(lanes());
    more.add(size);
    return withLanes(more);
  }

  @Override
  default boolean hasEffects() {
    return true;
  }

  /**
   * (values…) → (): writes a line. JAX's {@code debug_print}.
   *
   * @param format the line with {@code {}} where values go, as Python's {@code str.format} takes it
   * @param lanes extents of the leading axes
   */
  record Print(String format, List<Long> lanes) implements Effect {
    /** Copies the list. */
    public Print {
      lanes = List.copyOf(lanes);
    }

    @Override
    public Print withLanes(List<Long> other) {
      return new Print(format, other);
    }

    @Override
    public String jaxName() {
      return "debug_print";
    }
  }

  /**
   * (predicate, values…) → (): asks for the predicate, a bool scalar, to hold. {@code
   * Checked.checkify} turns it into a part of what a program computes; only eager code meets it as
   * it is, and fails.
   *
   * @param format what to say if it does not, with {@code {}} where values go
   * @param lanes extents of the leading axes
   */
  record Check(String format, List<Long> lanes) implements Effect {
    /** Copies the list. */
    public Check {
      lanes = List.copyOf(lanes);
    }

    @Override
    public Check withLanes(List<Long> other) {
      return new Check(format, other);
    }

    @Override
    public String jaxName() {
      return "check";
    }
  }

  /**
   * (values…) → (): hands values to a Java function. JAX's {@code debug_callback}.
   *
   * @param consumer takes the values; equal to nothing but itself
   * @param lanes extents of the leading axes
   */
  record Callback(Consumer<List<NDArray>> consumer, List<Long> lanes) implements Effect {
    /** Copies the list. */
    public Callback {
      lanes = List.copyOf(lanes);
    }

    @Override
    public Callback withLanes(List<Long> other) {
      return new Callback(consumer, other);
    }

    @Override
    public String jaxName() {
      return "debug_callback";
    }
  }
}
