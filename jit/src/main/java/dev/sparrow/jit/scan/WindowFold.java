package dev.sparrow.jit.scan;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.codegen.Memory;
import java.util.Arrays;

/**
 * Folds of neighbouring windows, side by side: starts from the identity and takes one element of
 * every window at a time. Narrow floats are folded as float32 and rounded once.
 */
public final class WindowFold {
  private final Monoid monoid;
  private final DType dtype;
  private final float[] floats;
  private final double[] doubles;
  private final long[] integers;

  /**
   * @param monoid how elements combine: SUM, PROD, MAX or MIN
   * @param dtype their type, not complex
   * @param most the most windows
   */
  public WindowFold(Monoid monoid, DType dtype, int most) {
    this.monoid = monoid;
    this.dtype = dtype;
    boolean wide = dtype == DType.FLOAT64;
    this.floats = new float[dtype.isFloat() && !wide ? most : 0];
    this.doubles = new double[wide ? most : 0];
    this.integers = new long[dtype.isFloat() ? 0 : most];
  }

  /** Starts folds of some windows. */
  public void clear(int count) {
    DType computed = floats.length > 0 ? DType.FLOAT32 : dtype;
    long identity = monoid.identity(computed);
    if (floats.length > 0) {
      Arrays.fill(floats, 0, count, Float.intBitsToFloat((int) identity));
    } else if (doubles.length > 0) {
      Arrays.fill(doubles, 0, count, Double.longBitsToDouble(identity));
    } else {
      Arrays.fill(integers, 0, count, identity);
    }
  }

  /**
   * Takes one element of each of some windows.
   *
   * @param from address of the first element
   * @param step bytes to the next window's
   * @param begin first window
   * @param end one past the last window
   */
  public void combine(long from, long step, int begin, int end) {
    switch (dtype) {
      case FLOAT32 -> combineF32(from, step, begin, end);
      case FLOAT64 -> combineF64(from, step, begin, end);
      case FLOAT16, BFLOAT16 -> {
        for (int i = begin; i < end; i++) {
          int bits = Memory.loadBytes2(from + (i - begin) * step);
          float value =
              dtype == DType.FLOAT16
                  ? Float.float16ToFloat((short) bits)
                  : Float.intBitsToFloat(bits << 16);
          floats[i] = apply(floats[i], value);
        }
      }
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> {
        for (int i = begin; i < end; i++) {
          integers[i] = apply(integers[i], load(from + (i - begin) * step));
        }
      }
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalStateException(dtype + " is not folded as one number");
    }
  }

  private void combineF32(long from, long step, int begin, int end) {
    switch (monoid) {
      case SUM -> {
        for (int i = begin; i < end; i++) {
          floats[i] += Memory.loadF32(from + (i - begin) * step);
        }
      }
      case MAX -> {
        for (int i = begin; i < end; i++) {
          floats[i] = Math.max(floats[i], Memory.loadF32(from + (i - begin) * step));
        }
      }
      case PROD, MIN, AND, OR, XOR -> {
        for (int i = begin; i < end; i++) {
          floats[i] = apply(floats[i], Memory.loadF32(from + (i - begin) * step));
        }
      }
    }
  }

  private void combineF64(long from, long step, int begin, int end) {
    for (int i = begin; i < end; i++) {
      double value = Memory.loadF64(from + (i - begin) * step);
      doubles[i] =
          switch (monoid) {
            case SUM -> doubles[i] + value;
            case PROD -> doubles[i] * value;
            case MAX -> Math.max(doubles[i], value);
            case MIN -> Math.min(doubles[i], value);
            case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
          };
    }
  }

  private float apply(float left, float right) {
    return switch (monoid) {
      case SUM -> left + right;
      case PROD -> left * right;
      case MAX -> Math.max(left, right);
      case MIN -> Math.min(left, right);
      case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
    };
  }

  private long apply(long left, long right) {
    boolean greater = dtype == DType.UINT64 ? Long.compareUnsigned(left, right) > 0 : left > right;
    return switch (monoid) {
      case SUM -> left + right;
      case PROD -> left * right;
      case MAX -> greater ? left : right;
      case MIN -> greater ? right : left;
      case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
    };
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

  /** Writes folds, dense, NaN canonical. */
  public void write(long to, int count) {
    for (int i = 0; i < count; i++) {
      switch (dtype) {
        case FLOAT32 -> Memory.storeBytes4(Float.floatToIntBits(floats[i]), to + 4L * i);
        case FLOAT64 -> Memory.store(Double.doubleToLongBits(doubles[i]), to + 8L * i);
        case FLOAT16, BFLOAT16 -> {
          float value = Float.isNaN(floats[i]) ? Float.NaN : floats[i];
          Memory.storeBytes2((int) Literal.bitsOf(dtype, value), to + 2L * i);
        }
        case BOOL, INT8, UINT8 -> Memory.storeBytes1((int) integers[i], to + i);
        case INT16, UINT16 -> Memory.storeBytes2((int) integers[i], to + 2L * i);
        case INT32, UINT32 -> Memory.storeBytes4((int) integers[i], to + 4L * i);
        case INT64, UINT64 -> Memory.store(integers[i], to + 8L * i);
        case COMPLEX64, COMPLEX128, KEY ->
            throw new IllegalStateException(dtype + " is not folded as one number");
      }
    }
  }
}
