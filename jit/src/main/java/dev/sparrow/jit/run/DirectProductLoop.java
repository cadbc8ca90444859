package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.jit.dot.DirectProduct;
import dev.sparrow.jit.dot.Lines;
import dev.sparrow.jit.dot.Tiles;
import org.jspecify.annotations.Nullable;

/**
 * Computes a batch of products that are small or have few rows: each is cut into parts of some
 * columns, all parts of all products are shared out, and their operands are read where they lie.
 *
 * @param part how a part is computed
 * @param lastPart how the last part of a product is, which may have more columns
 * @param parts parts of a product
 * @param partColumns columns of every part but the last
 * @param left operand whose lines are rows
 * @param right operand whose lines are columns
 * @param batches number of products
 * @param targetSlot where results go, dense and one after another
 * @param dtype their dtype
 */
record DirectProductLoop(
    DirectProduct part,
    DirectProduct lastPart,
    long parts,
    long partColumns,
    ProductOperand left,
    ProductOperand right,
    long batches,
    int targetSlot,
    DType dtype)
    implements BoundStep {
  /** Bytes of an operand that stays in the caches while a product is computed. */
  private static final long SMALL_BYTES = 256 << 10;

  /** Products of no more rows than this read each column's terms once. */
  private static final long FEW_ROWS = 12;

  /** Most bytes of rows that each thread packs for itself. */
  private static final long PACKED_BYTES = 256 << 10;

  /** Work from which it is spread over threads, in steps of simple loops over elements. */
  private static final long PARALLEL_WORK = 1 << 18;

  /** Products of a term that take about as long as reading an element. */
  private static final long PRODUCTS_PER_READ = 16;

  /**
   * The loop over a batch of products, if they are of a kind for it.
   *
   * @param left operand whose lines are rows
   * @param right operand whose lines are columns
   * @param batches number of products
   * @param targetSlot where results go, dense and one after another
   * @param dtype their dtype
   * @param tiles compiled loops
   * @return the loop; null for products that are too large or complex
   */
  static @Nullable DirectProductLoop of(
      ProductOperand left,
      ProductOperand right,
      long batches,
      int targetSlot,
      DType dtype,
      Tiles tiles) {
    long rows = left.lines();
    long columns = right.lines();
    long terms = Math.max(1, left.terms());
    if (dtype.isComplex()) {
      return null;
    }
    int bytes = tiles.type().bytes();
    boolean small = rows * terms * bytes <= SMALL_BYTES && columns * terms * bytes <= SMALL_BYTES;
    boolean packable =
        !DirectProduct.packs(lines(left), tiles) || rows * terms * bytes <= PACKED_BYTES;
    if (!small && (rows > FEW_ROWS || !packable)) {
      return null;
    }
    int threads = ParallelLoop.threads();
    long tile = DirectProduct.tileColumns(rows, columns, terms, tiles);
    boolean whole = small && (batches >= 2L * threads || !isParallel(left, right, batches));
    long width = whole ? columns : tile;
    long parts = Math.max(1, columns / width);
    if (!whole && batches * parts < threads) {
      return null;
    }
    return new DirectProductLoop(
        part(left, right, width, dtype, tiles),
        part(left, right, columns - (parts - 1) * width, dtype, tiles),
        parts,
        width,
        left,
        right,
        batches,
        targetSlot,
        dtype);
  }

  private static DirectProduct part(
      ProductOperand left, ProductOperand right, long columns, DType dtype, Tiles tiles) {
    return new DirectProduct(
        dtype,
        right.lines(),
        Math.toIntExact(left.lines()),
        Math.toIntExact(columns),
        left.terms(),
        lines(left),
        lines(right),
        tiles);
  }

  private static Lines lines(ProductOperand operand) {
    return new Lines(0, operand.dtype(), operand.lineStride(), operand.termStride());
  }

  @Override
  public long scratchBytes() {
    return Math.max(part.scratchBytes(), lastPart.scratchBytes());
  }

  private static boolean isParallel(ProductOperand left, ProductOperand right, long batches) {
    long each = Math.max(1, left.terms());
    long products = left.lines() * right.lines() * each / PRODUCTS_PER_READ;
    return batches * (products + (left.lines() + right.lines()) * each) >= PARALLEL_WORK;
  }

  @Override
  public void run(Addresses addresses) {
    try (ProductOperand.Held lefts = left.hold(addresses);
        ProductOperand.Held rights = right.hold(addresses)) {
      ParallelLoop.run(
          batches * parts,
          isParallel(left, right, batches) ? addresses.threads() : 1,
          (worker, begin, end) ->
              run(addresses, lefts, rights, addresses.scratch(worker), begin, end));
    }
  }

  private void run(
      Addresses addresses,
      ProductOperand.Held lefts,
      ProductOperand.Held rights,
      long scratch,
      long begin,
      long end) {
    DirectProduct.Run most = part.run(scratch);
    DirectProduct.Run last = lastPart.run(scratch);
    long target = addresses.base()[targetSlot];
    long resultBytes = left.lines() * right.lines() * dtype.bytes();
    long partBytes = partColumns * right.lineStride() * right.dtype().bytes();
    for (long item = begin; item < end; item++) {
      long batch = item / parts;
      long number = item % parts;
      (number == parts - 1 ? last : most)
          .product(
              lefts.address(batch),
              rights.address(batch) + number * partBytes,
              target + batch * resultBytes + number * partColumns * dtype.bytes());
    }
  }
}
