package dev.sparrow.arrow;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.arrow.TensorField.Axes;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.View;
import dev.sparrow.ops.Shaping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;

/** A vector taken apart: the lists of a fixed size around, and the values within. */
final class Column {
  private final FieldVector vector;
  private final List<FixedSizeListVector> lists = new ArrayList<>();
  private final FieldVector leaf;
  private final Axes axes;

  Column(FieldVector vector) {
    this.vector = vector;
    FieldVector level = storage(vector);
    Axes inner = Axes.NONE;
    List<Axes> outer = new ArrayList<>();
    while (level instanceof FixedSizeListVector list) {
      lists.add(list);
      Field field = lists.size() == 1 ? vector.getField() : list.getField();
      outer.add(TensorField.axes(field, list.getListSize()));
      level = storage(list.getDataVector());
    }
    for (Axes each : outer.reversed()) {
      inner = each.around(inner);
    }
    this.leaf = level;
    this.axes = inner;
  }

  /** What an extension's vector keeps its values in; registered extensions only. */
  private static FieldVector storage(FieldVector vector) {
    return vector instanceof ExtensionTypeVector<?> extension
            && extension.getUnderlyingVector() instanceof FieldVector within
        ? within
        : vector;
  }

  FieldVector leaf() {
    return leaf;
  }

  /** Nulls, in the vector itself and within its lists. */
  long nulls() {
    long nulls = leaf.getNullCount();
    for (FixedSizeListVector list : lists) {
      nulls += list.getNullCount();
    }
    return nulls;
  }

  /** The values, those of nulls undefined. */
  NDArray values() {
    DType dtype = ArrowTypes.dtype(leaf.getField());
    if (leaf instanceof BitVector bits) {
      return shaped(flags(i -> (bits.getDataBuffer().getByte(i >> 3) >> (i & 7) & 1) != 0));
    }
    Shape flat = Shape.of(leaf.getValueCount());
    if (flat.size() == 0) {
      return shaped(HostValues.fromBytes(dtype, flat, new byte[0]));
    }
    View view = View.dense(ArrowBuffer.wrap(leaf.getDataBuffer()), dtype, flat);
    return shaped(ConcreteArray.ready(ArrayType.of(dtype, flat), view));
  }

  /** Bools of the shape of the values, false where they or a list around them are null. */
  NDArray valid() {
    return shaped(flags(this::isValid));
  }

  private boolean isValid(int index) {
    boolean valid = !leaf.isNull(index);
    int around = index;
    for (FixedSizeListVector list : lists.reversed()) {
      around /= list.getListSize();
      valid &= !list.isNull(around);
    }
    return valid;
  }

  private NDArray flags(IntPredicate flag) {
    byte[] flags = new byte[leaf.getValueCount()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) (flag.test(i) ? 1 : 0);
    }
    return HostValues.fromBytes(DType.BOOL, Shape.of(flags.length), flags);
  }

  private NDArray shaped(NDArray flat) {
    long[] dims = new long[1 + axes.stored().size()];
    int[] order = new int[dims.length];
    dims[0] = vector.getValueCount();
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = axes.stored().get(axis - 1);
      order[axis] = 1 + axes.order().get(axis - 1);
    }
    return Shaping.transpose(flat.reshape(dims), order);
  }
}
