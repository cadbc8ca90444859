package dev.sparrow.jit.run;

import dev.sparrow.array.Shape;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.graph.ConvDimensions;
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
 * @param products what is multiplied
 * @param channelsLast whether windows are rows and output channels columns, or the reverse
 * @param targetSlot where the result goes, dense
 * @param out shape of the result
 */
record ConvolutionLoop(
    MatrixProduct product,
    PatchGeometry geometry,
    ConvolutionProducts products,
    boolean channelsLast,
    int targetSlot,
    Shape out)
    implements BoundStep {
  /** Products of less work than this are shared out whole. */
  private static final long SMALL_WORK = 1 << 22;

  private boolean isMany() {
    return products.count() > 1
        && (products.work() < SMALL_WORK || products.count() >= 2L * ParallelLoop.threads());
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
    long apart = isReordered() ? out.size() * products.dtype().bytes() : 0;
    ArrowBuffer ordered = apart == 0 ? null : ArrowBuffer.allocate(apart);
    ArrowBuffer shared = isMany() ? null : ArrowBuffer.allocate(product.sharedBytes());
    try (ProductOperand.Held kernel = products.weights().hold(addresses)) {
      long base = ordered == null ? addresses.base()[targetSlot] : ordered.address();
      if (shared == null) {
        ParallelLoop.run(
            products.count(),
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
        for (long number = 0; number < products.count(); number++) {
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
    ConvolutionProducts.Sizes sizes = products.sizes();
    Patches patches = new Patches(geometry, products.image(addresses, number));
    Lines lines = products.kernel(kernel, number);
    boolean ordered = isReordered();
    long batchStride =
        ordered ? sizes.groups() * sizes.outputs() * sizes.positions() : sizes.batchStride();
    long channelStride = ordered ? sizes.positions() : sizes.channelStride();
    long positionStride = ordered ? 1 : sizes.positionStride();
    Target target =
        new Target(
            base + products.result(number, batchStride, channelStride),
            products.dtype(),
            channelsLast ? positionStride : channelStride,
            channelsLast ? channelStride : positionStride);
    MatrixProduct.Scratch memory = new MatrixProduct.Scratch(scratch, addresses.scratchBytes());
    if (channelsLast) {
      product.run(patches, lines, target, memory, shared, sharing);
    } else {
      product.run(lines, patches, target, memory, shared, sharing);
    }
  }

  /**
   * Whether windows of the result are not evenly spaced: products then go to memory of their own.
   */
  private boolean isReordered() {
    return products.sizes().positionStride() < 0;
  }

  /** From batch, channels, positions to the order of the result's axes. */
  private void reorder(Addresses addresses, long from) {
    ConvDimensions of = products.conv().dimensions();
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
        products.dtype().bytes(),
        addresses.base()[targetSlot]);
  }
}
