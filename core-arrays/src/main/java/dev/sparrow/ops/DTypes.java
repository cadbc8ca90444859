package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;

/** Element types of arrays: conversion, and questions about dtypes. */
public final class DTypes {
  private DTypes() {}

  /**
   * Converts the elements; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param x operand
   * @param dtype the new element type
   * @return x as that dtype
   */
  @JaxName("astype")
  public static NDArray astype(NDArray x, DType dtype) {
    if (!dtype.isSupported()) {
      throw new DTypeException(
          "astype: dtype " + dtype + " is not supported in this release; use float32 or int32");
    }
    return Operands.convert("astype", x, dtype, false);
  }
}
