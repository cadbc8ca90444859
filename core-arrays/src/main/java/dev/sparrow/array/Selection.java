package dev.sparrow.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What an index list needs of an array that is not in memory: some positions of each axis. The
 * block of all their combinations is read, and {@link #result} makes of it what indexing the whole
 * array would give.
 */
public final class Selection {
  private final List<AxisPositions> axes = new ArrayList<>();

  /** Does with the block what the list does with the array. */
  private final List<Index> rest = new ArrayList<>();

  private Selection() {}

  /**
   * Works an index list out.
   *
   * @param shape shape of the array
   * @param entries the list; arrays in it must be concrete, and positions in them that do not exist
   *     are clamped
   * @return what to read
   * @throws IndexOutOfBoundsException if a constant position does not exist, or there are too many
   */
  public static Selection of(Shape shape, List<Index> entries) {
    Selection selection = new Selection();
    List<Index> plain = maskless(shape, entries);
    IndexList list = IndexList.of(shape, plain, IndexOptions.DEFAULT);
    Iterator<Index> arrays =
        plain.stream().filter(e -> e instanceof Index.Take || e instanceof Index.Mask).iterator();
    for (AxisIndex entry : list.entries()) {
      switch (entry) {
        case AxisIndex.Range(long first, long step, long count) -> {
          long low = step < 0 && count > 0 ? first + (count - 1) * step : first;
          selection.axes.add(new AxisPositions.Spaced(low, Math.abs(step), count));
          selection.rest.add(step < 0 ? Index.slice(null, null, -1L) : Index.all());
        }
        case AxisIndex.Position(long position) -> {
          selection.axes.add(new AxisPositions.Spaced(position, 1, 1));
          selection.rest.add(Index.at(0));
        }
        case AxisIndex.Inserted() -> selection.rest.add(Index.newAxis());
        case AxisIndex.Positions(NDArray positions) -> {
          if (arrays.next() instanceof Index.Mask scalar) {
            // Of rank 0: it stands for no axis of the array.
            selection.rest.add(scalar);
          } else {
            selection.take(positions, shape.dim(selection.axes.size()));
          }
        }
      }
    }
    return selection;
  }

  /**
   * Works out positions of the leading axes.
   *
   * @param shape shape of the array
   * @param positions one for each leading axis; negative counts from the end
   * @return what to read
   * @throws IndexOutOfBoundsException if one does not exist, or there are too many
   */
  public static Selection of(Shape shape, long... positions) {
    return of(shape, IndexPlan.positions(positions));
  }

  /**
   * Masks as the positions where they hold, an array for each of their axes, as NumPy's nonzero.
   */
  private static List<Index> maskless(Shape shape, List<Index> entries) {
    List<Index> plain = new ArrayList<>();
    for (Index entry : entries) {
      if (entry instanceof Index.Mask(NDArray mask) && mask.rank() > 0) {
        // The matching of the list as it stands says what is wrong with the mask's shape.
        IndexList.of(shape, entries, IndexOptions.DEFAULT);
        long[] holds = MaskPositions.of((ConcreteArray) mask).toLongArray();
        long behind = mask.size();
        for (int axis = 0; axis < mask.rank(); axis++) {
          long extent = mask.shape().dim(axis);
          behind /= Math.max(extent, 1);
          long inner = Math.max(behind, 1);
          plain.add(
              Index.take(
                  HostValues.array(
                      LongStream.of(holds).map(linear -> linear / inner % extent).toArray())));
        }
      } else {
        plain.add(entry);
      }
    }
    return plain;
  }

  private void take(NDArray positions, long extent) {
    if (extent == 0 && positions.size() > 0) {
      throw new IndexOutOfBoundsException(
          "index: " + positions.type() + " takes elements of axis " + axes.size() + " with size 0");
    }
    boolean signed = !positions.dtype().isUnsigned();
    long[] wanted =
        LongStream.of(positions.toLongArray())
            .map(position -> existing(position, signed, extent))
            .toArray();
    long[] read = LongStream.of(wanted).sorted().distinct().toArray();
    long[] places =
        LongStream.of(wanted).map(position -> Arrays.binarySearch(read, position)).toArray();
    axes.add(new AxisPositions.Listed(read));
    rest.add(Index.take(HostValues.array(places).reshape(positions.shape().dims())));
  }

  /** The nearest position that exists; negative ones count from the end. */
  private static long existing(long position, boolean signed, long extent) {
    if (position < 0) {
      // A uint64 with its highest bit set is as large as can be.
      return signed ? Math.max(position + extent, 0) : extent - 1;
    }
    return Math.min(position, extent - 1);
  }

  /** {@return shape of what is read} */
  public Shape block() {
    return Shape.of(axes.stream().mapToLong(AxisPositions::count).toArray());
  }

  /** {@return what is read of each axis} */
  public List<AxisPositions> axes() {
    return List.copyOf(axes);
  }

  /**
   * What indexing gives.
   *
   * @param block the elements at all combinations of the positions, of shape {@link #block}
   * @return the indexed elements; a window on the block if the list has no arrays
   */
  public NDArray result(NDArray block) {
    return block.get(rest.toArray(Index[]::new));
  }
}
