package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;

/**
 * Where a product goes.
 *
 * @param address its first element
 * @param dtype element type
 * @param rowStride distance between rows, in elements
 * @param columnStride distance between columns, in elements
 */
public record Target(long address, DType dtype, long rowStride, long columnStride) {}
