package dev.sparrow.jit.scan;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.codegen.Memory;

/**
 * Folds of integers and truth values, as 64-bit integers whose low bits are those of the dtype:
 * sums and products wrap alike.
 */
final class IntegerFold extends FoldType {
  private final Monoid monoid;
  private final DType dtype;

  IntegerFold(Monoid monoid, DType dtype) {
    this.monoid = monoid;
    this.dtype = dtype;
  }

  private long load(long address) {
    return switch (dtype) {
      case BOOL -> Memory.loadBytes1(address) != 0 ? 1 : 0;
      case INT8 -> Memory.loadBytes1(address);
      case UINT8 -> Memory.loadBytes1(address) & 0xFF;
      case INT16 -> Memory.loadBytes2(address);
      case UINT16 -> Memory.loadBytes2(address) & 0xFFFF;
      case INT32 -> Memory.loadI32(address);
      case UINT32 -> Memory.loadI32(address) & 0xFFFF_FFFFL;
      default -> Memory.loadI64(address);
    };
  }

  private void store(long value, long address) {
    switch (dtype.bytes()) {
      case 1 -> Memory.storeBytes1((int) value, address);
      case 2 -> Memory.storeBytes2((int) value, address);
      case 4 -> Memory.storeBytes4((int) value, address);
      default -> Memory.store(value, address);
    }
  }

  private long apply(long left, long right) {
    return switch (monoid) {
      case SUM -> left + right;
      case PROD -> left * right;
      case MAX -> isGreater(left, right) ? left : right;
      case MIN -> isGreater(left, right) ? right : left;
      case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
    };
  }

  private boolean isGreater(long left, long right) {
    return dtype == DType.UINT64 ? Long.compareUnsigned(left, right) > 0 : left > right;
  }

  @Override
  long combine(long left, long right) {
    return apply(left, right);
  }

  @Override
  long fold(long from, long fromStep, long to, long toStep, int count) {
    long fold = load(from);
    store(fold, to);
    for (int i = 1; i < count; i++) {
      fold = apply(fold, load(from + i * fromStep));
      store(fold, to + i * toStep);
    }
    return fold;
  }

  @Override
  void foldBehind(long from, long fromStep, long to, long toStep, int count, long before) {
    long fold = before;
    for (int i = 0; i < count; i++) {
      fold = apply(fold, load(from + i * fromStep));
      store(fold, to + i * toStep);
    }
  }

  @Override
  void combine(long to, long toStep, int count, long before) {
    for (int i = 0; i < count; i++) {
      long at = to + i * toStep;
      store(apply(before, load(at)), at);
    }
  }
}
