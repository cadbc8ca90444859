package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Windowed;
import dev.sparrow.jit.dot.Lines;

/**
 * The products of matrices that a convolution is made of, one for each element of the batch and
 * each group, and where they find their operands.
 *
 * @param image left operand
 * @param weights the kernel, whose lines are output channels
 * @param conv the primitive
 * @param sizes sizes of products, and strides of the result
 * @param dtype dtype of the result
 */
record ConvolutionProducts(
    Placement image, ProductOperand weights, Windowed.Convolution conv, Sizes sizes, DType dtype) {
  /**
   * Sizes of products, and strides of the result in elements.
   *
   * @param batches elements of the result's batch
   * @param groups groups of channels
   * @param inputs input channels of a group
   * @param outputs output channels of a group
   * @param positions windows
   * @param batchStride distance between elements of the batch
   * @param channelStride distance between output channels
   * @param positionStride distance between windows, or -1 if they are not evenly spaced
   */
  record Sizes(
      long batches,
      int groups,
      long inputs,
      long outputs,
      long positions,
      long batchStride,
      long channelStride,
      long positionStride) {}

  /** Number of products. */
  long count() {
    return sizes.batches * sizes.groups;
  }

  /** Multiplications and additions of a product. */
  long work() {
    return sizes.outputs * sizes.positions * Math.max(1, weights.terms());
  }

  /** Address of the first element that a product's windows are about. */
  long image(Addresses addresses, long number) {
    ConvDimensions of = conv.dimensions();
    long batch = number / sizes.groups;
    long group = number % sizes.groups;
    boolean byBatch = conv.batchGroups() > 1;
    long imageBatch = byBatch ? group * sizes.batches + batch : batch;
    long channel = byBatch ? 0 : group * sizes.inputs;
    long element =
        image.layout().offset()
            + imageBatch * image.layout().stride(of.lhs().get(0))
            + channel * image.layout().stride(of.lhs().get(1));
    return addresses.base()[image.slot()] + element * image.layout().dtype().bytes();
  }

  /** The output channels of a product. */
  Lines kernel(ProductOperand.Held held, long number) {
    Lines all = held.lines(0);
    long group = number % sizes.groups;
    return new Lines(
        all.address() + group * sizes.outputs * all.lineStride() * all.dtype().bytes(),
        all.dtype(),
        all.lineStride(),
        all.termStride());
  }

  /** Bytes before a product's result, where elements of the batch and channels lie so far apart. */
  long result(long number, long batchStride, long channelStride) {
    long batch = number / sizes.groups;
    long group = number % sizes.groups;
    return (batch * batchStride + group * sizes.outputs * channelStride) * dtype.bytes();
  }
}
