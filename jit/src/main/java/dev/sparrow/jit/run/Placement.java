package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.fuse.Access;

/**
 * Where an array of a plan lies: its slot, and its layout within the slot's memory.
 *
 * @param slot number of the slot
 * @param layout strides; its offset counts from the slot's first element, its buffer means nothing
 */
record Placement(int slot, View layout) {
  static Placement dense(int slot, DType dtype, Shape shape) {
    return new Placement(slot, Access.denseLayout(dtype, shape));
  }
}
