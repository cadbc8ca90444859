package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import java.util.List;

/**
 * Moves a window whose place is known only now.
 *
 * @param starts first index along each axis
 * @param dtypes dtype of each start
 * @param strides strides of the array the window lies in
 * @param limits last start at which the window fits, along each axis
 * @param reading whether the window is read, else it is written
 * @param move moves a window at the origin
 */
@SuppressWarnings("ArrayRecordComponent") // carries parameters and is never compared
record DynamicMove(
    List<ScalarOperand> starts,
    List<DType> dtypes,
    long[] strides,
    long[] limits,
    boolean reading,
    StridedMove move)
    implements BoundStep {
  @Override
  public long scratchBytes() {
    return move.scratchBytes();
  }

  @Override
  public void run(Addresses addresses) {
    long place = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      long start = WindowStarts.index(starts.get(axis).bits(addresses), dtypes.get(axis));
      place += Math.clamp(start, 0, limits[axis]) * strides[axis];
    }
    move.run(addresses, reading ? place : 0, reading ? 0 : place);
  }
}
