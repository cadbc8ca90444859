package dev.sparrow.jit.run;

import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.dot.DirectProduct;
import dev.sparrow.jit.dot.Lines;
import dev.sparrow.jit.dot.PaddedImage;
import dev.sparrow.jit.dot.PatchGeometry;
import dev.sparrow.jit.dot.Tiles;
import org.jspecify.annotations.Nullable;

/**
 * Computes a convolution whose result is dense along the last axis: each row of windows is a
 * product of the kernel's lines and an image in which windows lie side by side. Many products are
 * shared out whole, each thread padding its own images; few are computed one after another by all
 * threads.
 *
 * @param row how a row of windows is computed
 * @param padded where windows find their elements
 * @param products what is multiplied
 * @param targetSlot where the result goes, dense
 */
record DirectConvolutionLoop(
    DirectProduct row, PaddedImage padded, ConvolutionProducts products, int targetSlot)
    implements BoundStep {
  /** Most bytes of an image that each thread pads for itself. */
  private static final long OWN_BYTES = 1 << 20;

  /** Most bytes of rows that each thread packs for itself. */
  private static final long PACKED_BYTES = 256 << 10;

  /** Products from which work is spread over threads. */
  private static final long PARALLEL_WORK = 1 << 21;

  /** Up to so many output channels, packing windows takes longer than multiplying them. */
  private static final long FEW_OUTPUTS = 24;

  /**
   * The loop of a convolution, if it is of a kind for it.
   *
   * @param geometry where windows lie
   * @param products what is multiplied
   * @param targetSlot where the result goes, dense
   * @param tiles compiled loops
   * @return the loop; null where rows of the result are not dense or too short, or for many output
   *     channels, which make up for packing, if vectors do not fit rows
   */
  static @Nullable DirectConvolutionLoop of(
      PatchGeometry geometry, ConvolutionProducts products, int targetSlot, Tiles tiles) {
    ConvolutionProducts.Sizes sizes = products.sizes();
    ProductOperand weights = products.weights();
    if (products.dtype().isComplex()
        || weights.terms() == 0
        || sizes.positionStride() != 1
        || products.conv().dimensions().spatial() == 0) {
      return null;
    }
    PaddedImage padded = new PaddedImage(geometry, sizes.inputs(), weights.terms(), tiles.type());
    Lines kernel = new Lines(0, weights.dtype(), weights.lineStride(), weights.termStride());
    long width = padded.width();
    long lanes = tiles.lanes();
    boolean fits = width % lanes == 0 || width / lanes >= 3 || width % lanes >= lanes * 3 / 4;
    boolean packable =
        !DirectProduct.packs(kernel, tiles)
            || sizes.outputs() * weights.terms() * tiles.type().bytes() <= PACKED_BYTES;
    if (!padded.isListable()
        || !packable
        || !DirectProduct.covers(width, tiles)
        || sizes.outputs() > FEW_OUTPUTS && !(fits && width >= lanes)) {
      return null;
    }
    DirectProduct row =
        new DirectProduct(
            products.dtype(),
            sizes.channelStride(),
            Math.toIntExact(sizes.outputs()),
            Math.toIntExact(width),
            weights.terms(),
            kernel,
            null,
            tiles);
    return new DirectConvolutionLoop(row, padded, products, targetSlot);
  }

  private boolean isMany() {
    return products.count() >= 2L * ParallelLoop.threads() && padded.copyBytes() <= OWN_BYTES;
  }

  @Override
  public long scratchBytes() {
    return copyAt() + (isMany() ? padded.copyBytes() : 0);
  }

  private long copyAt() {
    return ScratchPlan.align(row.scratchBytes());
  }

  @Override
  public void run(Addresses addresses) {
    boolean many = isMany();
    int threads = products.work() * products.count() < PARALLEL_WORK ? 1 : addresses.threads();
    ArrowBuffer shared = ArrowBuffer.allocate(padded.listBytes() + (many ? 0 : padded.copyBytes()));
    try (ProductOperand.Held kernel = products.weights().hold(addresses)) {
      long list = shared.address();
      padded.list(list);
      if (many) {
        ParallelLoop.run(
            products.count(),
            threads,
            (worker, begin, end) -> {
              long scratch = addresses.scratch(worker);
              DirectProduct.Run run = row.listed(list, scratch);
              for (long number = begin; number < end; number++) {
                long image = products.image(addresses, number);
                long copy = scratch + copyAt();
                padded.copy(0, padded.copyRows(), image, copy);
                rows(run, addresses, kernel, number, at(image, copy), 0, padded.rows());
              }
            });
        return;
      }
      for (long number = 0; number < products.count(); number++) {
        one(addresses, kernel, number, list, threads);
      }
    } finally {
      shared.release();
    }
  }

  private void one(
      Addresses addresses, ProductOperand.Held kernel, long number, long list, int threads) {
    long image = products.image(addresses, number);
    long copy = list + padded.listBytes();
    ParallelLoop.run(
        padded.copyRows(), threads, (_, begin, end) -> padded.copy(begin, end, image, copy));
    ParallelLoop.run(
        padded.rows(),
        threads,
        (worker, begin, end) -> {
          DirectProduct.Run run = row.listed(list, addresses.scratch(worker));
          rows(run, addresses, kernel, number, at(image, copy), begin, end);
        });
  }

  private long at(long image, long copy) {
    return padded.copyRows() == 0 ? image : copy;
  }

  private void rows(
      DirectProduct.Run run,
      Addresses addresses,
      ProductOperand.Held kernel,
      long number,
      long windows,
      long begin,
      long end) {
    ConvolutionProducts.Sizes sizes = products.sizes();
    long target =
        addresses.base()[targetSlot]
            + products.result(number, sizes.batchStride(), sizes.channelStride());
    long lines = products.kernel(kernel, number).address();
    long rowBytes = padded.width() * products.dtype().bytes();
    for (long row = begin; row < end; row++) {
      run.product(lines, padded.row(windows, row), target + row * rowBytes);
    }
  }
}
