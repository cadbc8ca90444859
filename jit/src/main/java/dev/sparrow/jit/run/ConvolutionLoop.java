package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Windowed;
import dev.sparrow.jit.dot.Lines;
import dev.sparrow.jit.dot.MatrixProduct;
import dev.sparrow.jit.dot.PatchGeometry;
import dev.sparrow.jit.dot.Patches;
import dev.sparrow.jit.dot.Sharing;
import dev.sparrow.jit.dot.Target;

/**
 * Computes a convolution as products of matrices, one for each element of the batch and each group:
 * the kernel's lines times the windows, which are packed from where they lie.
 *
 * @param product how each product is computed
 * @param geometry where windows lie
 * @param image left operand
 * @param weights the kernel, whose lines are output channels
 * @param conv the primitive
 * @param channelsLast whether windows are rows and output channels columns, or the reverse
 * @param sizes sizes and strides of products
 * @param targetSlot where the result goes, dense
 * @param out shape of the result
 * @param dtype its dtype
 */
record ConvolutionLoop(
    MatrixProduct product,
    PatchGeometry geometry,
    Placement image,
    ProductOperand weights,
    Windowed.Convolution conv,
    boolean channelsLast,
    Sizes sizes,
    int targetSlot,
    Shape out,
    DType dtype)
    implements BoundStep {
  /** Products of less work than this are shared out whole. */
  private static final long SMALL_WORK = 1 << 22;

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

  private boolean isMany() {
    long products = sizes.batches * sizes.groups;
    long work = sizes.outputs * sizes.positions * Math.max(1, weights.terms());
    return products > 1 && (work < SMALL_WORK || products >= 2L * ParallelLoop.threads());
  }

  private long sharedAt() {
    return ScratchPlan.align(product.scratchBytes());
  }

  @Override
  public long scratchBytes() {
    return sharedAt() + (isMany() ? product.sharedBytes() : 0);
  }

  @Override
  public void run(Addresses addresses) {
    long apart = sizes.positionStride < 0 ? out.size() * dtype.bytes() : 0;
    ArrowBuffer ordered = apart == 0 ? null : ArrowBuffer.allocate(apart);
    ArrowBuffer shared = isMany() ? null : ArrowBuffer.allocate(product.sharedBytes());
    try (ProductOperand.Held kernel = weights.hold(addresses)) {
      long products = sizes.batches * sizes.groups;
      long base = ordered == null ? addresses.base()[targetSlot] : ordered.address();
      if (shared == null) {
        ParallelLoop.run(
            products,
            addresses.threads(),
            (worker, begin, end) -> {
              long scratch = addresses.scratch(worker);
              for (long number = begin; number < end; number++) {
                Sharing alone = (items, body) -> body.run(0, 0, items);
                one(addresses, kernel, base, number, scratch, scratch + sharedAt(), alone);
              }
            });
      } else {
        Sharing all = (items, body) -> ParallelLoop.run(items, addresses.threads(), body::run);
        for (long number = 0; number < products; number++) {
          one(addresses, kernel, base, number, addresses.scratch(0), shared.address(), all);
        }
      }
      if (ordered != null) {
        reorder(addresses, ordered.address());
      }
    } finally {
      if (shared != null) {
        shared.release();
      }
      if (ordered != null) {
        ordered.release();
      }
    }
  }

  private void one(
      Addresses addresses,
      ProductOperand.Held kernel,
      long base,
      long number,
      long scratch,
      long shared,
      Sharing sharing) {
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
    Patches patches =
        new Patches(
            geometry, addresses.base()[image.slot()] + element * image.layout().dtype().bytes());
    Lines all = kernel.lines(0);
    Lines lines =
        new Lines(
            all.address() + group * sizes.outputs * all.lineStride() * all.dtype().bytes(),
            all.dtype(),
            all.lineStride(),
            all.termStride());
    boolean ordered = sizes.positionStride < 0;
    long batchStride = ordered ? sizes.groups * sizes.outputs * sizes.positions : sizes.batchStride;
    long channelStride = ordered ? sizes.positions : sizes.channelStride;
    long positionStride = ordered ? 1 : sizes.positionStride;
    long first = batch * batchStride + group * sizes.outputs * channelStride;
    Target target =
        new Target(
            base + first * dtype.bytes(),
            dtype,
            channelsLast ? positionStride : channelStride,
            channelsLast ? channelStride : positionStride);
    MatrixProduct.Scratch memory = new MatrixProduct.Scratch(scratch, addresses.scratchBytes());
    if (channelsLast) {
      product.run(patches, lines, target, memory, shared, sharing);
    } else {
      product.run(lines, patches, target, memory, shared, sharing);
    }
  }

  /** From batch, channels, positions to the order of the result's axes. */
  private void reorder(Addresses addresses, long from) {
    ConvDimensions of = conv.dimensions();
    int rank = out.rank();
    long[] strides = new long[rank];
    long stride = 1;
    for (int i = rank - 1; i >= 2; i--) {
      strides[of.out().get(i)] = stride;
      stride *= out.dim(of.out().get(i));
    }
    strides[of.out().get(1)] = stride;
    strides[of.out().get(0)] = stride * out.dim(of.out().get(1));
    StridedCopy.gather(
        from,
        Walk.of(out.dims(), strides),
        0,
        out.size(),
        dtype.bytes(),
        addresses.base()[targetSlot]);
  }
}
