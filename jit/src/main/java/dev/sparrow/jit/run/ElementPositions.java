package dev.sparrow.jit.run;

import dev.sparrow.array.DType;

/** Single elements at dense int32 positions of a dense axis: the commonest gather and scatter. */
final class ElementPositions {
  private ElementPositions() {}

  /**
   * Whether a gather or scatter is of this kind.
   *
   * @param starts what index vectors mean
   * @param window what is moved for each
   * @param batch where index vectors lie
   */
  static boolean are(WindowStarts starts, WindowCopy window, WindowBatch batch) {
    return window.size() == 1
        && starts.dtype() == DType.INT32
        && starts.limits().length == 1
        && starts.limits()[0] >= 0
        && starts.strides()[0] == 1
        && batch.indexStep == 1
        && batch.operandStep == 0;
  }

  /** The last position that exists, of those that an int32 can name; negative ones do not. */
  static int last(WindowStarts starts) {
    return (int) Math.min(starts.limits()[0], Integer.MAX_VALUE);
  }
}
