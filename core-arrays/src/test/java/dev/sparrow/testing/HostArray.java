package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * An array of raw bits on the Java heap: what reference implementations compute with. Bits are
 * those of {@link Literal}: zero-extended for floats and unsigned integers, sign-extended for
 * signed ones.
 */
public final class HostArray {
  private final DType dtype;
  private final Shape shape;
  private final long[] bits;

  private HostArray(DType dtype, Shape shape, long[] bits) {
    this.dtype = dtype;
    this.shape = shape;
    this.bits = bits;
  }

  /** Elements by row-major position. */
  public static HostArray byPosition(DType dtype, Shape shape, LongUnaryOperator element) {
    long[] bits = new long[Math.toIntExact(shape.size())];
    Arrays.setAll(bits, element::applyAsLong);
    return new HostArray(dtype, shape, bits);
  }

  /** Elements by index along each axis. */
  public static HostArray byIndex(DType dtype, Shape shape, ToLongFunction<long[]> element) {
    return byPosition(dtype, shape, position -> element.applyAsLong(index(shape, position)));
  }

  private static long[] index(Shape shape, long position) {
    long[] index = new long[shape.rank()];
    long rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return index;
  }

  /** The values of an array; waits for them. */
  public static HostArray of(NDArray array) {
    ByteBuffer bytes = ByteBuffer.wrap(array.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    DType dtype = array.dtype();
    int width = dtype.bytes();
    return byPosition(
        dtype,
        array.shape(),
        position -> {
          int at = (int) position * width;
          boolean signed = dtype.kind() == DType.Kind.SIGNED;
          return switch (width) {
            case 1 -> signed ? bytes.get(at) : bytes.get(at) & 0xFFL;
            case 2 -> signed ? bytes.getShort(at) : bytes.getShort(at) & 0xFFFFL;
            case 4 -> dtype == DType.INT32 ? bytes.getInt(at) : bytes.getInt(at) & 0xFFFF_FFFFL;
            case 8 -> bytes.getLong(at);
            default -> throw new IllegalArgumentException(dtype.toString());
          };
        });
  }

  /** A dense array of these values. */
  @SuppressWarnings("restricted")
  public NDArray toArray() {
    View view = View.allocate(dtype, shape);
    MemorySegment memory =
        MemorySegment.ofAddress(view.address()).reinterpret(shape.size() * dtype.bytes());
    for (int i = 0; i < bits.length; i++) {
      switch (dtype.bytes()) {
        case 1 -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) bits[i]);
        case 2 -> memory.setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, (short) bits[i]);
        case 4 -> memory.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, (int) bits[i]);
        case 8 -> memory.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, bits[i]);
        default -> throw new IllegalArgumentException(dtype.toString());
      }
    }
    return ConcreteArray.ready(type(), view);
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The extents. */
  public Shape shape() {
    return shape;
  }

  /** Dtype and shape. */
  public ArrayType type() {
    return ArrayType.of(dtype, shape);
  }

  /** Raw bits of the element at a row-major position. */
  public long bits(long position) {
    return bits[(int) position];
  }

  /** Raw bits of the element at an index; a scalar has one element, whatever the index. */
  public long at(long... index) {
    if (bits.length == 1 && shape.rank() == 0) {
      return bits[0];
    }
    long position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.dim(axis) + index[axis];
    }
    return bits(position);
  }

  /** These elements under another shape of the same size. */
  public HostArray reshape(Shape other) {
    return new HostArray(dtype, other, bits);
  }

  /** Same dtype, shape and bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HostArray array
        && dtype == array.dtype
        && shape.equals(array.shape)
        && Arrays.equals(bits, array.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type().toString()).append(' ');
    for (int i = 0; i < Math.min(bits.length, 20); i++) {
      text.append(i == 0 ? "" : ", ").append(element(i));
    }
    return text.append(bits.length > 20 ? ", …" : "").toString();
  }

  private String element(int i) {
    if (dtype == DType.COMPLEX64) {
      return new Literal(bits[i] & 0xFFFF_FFFFL, bits[i] >>> 32, ArrayType.of(dtype)).toString();
    }
    return dtype == DType.KEY
        ? Long.toHexString(bits[i])
        : String.valueOf(new Literal(bits[i], ArrayType.of(dtype)));
  }

  /**
   * Describes the first element that lies too far from the expected one, or gives an empty text.
   *
   * @param expected what it should be
   * @param ulps for floats, how many representable numbers apart is near enough
   * @return what differs
   */
  public String difference(HostArray expected, long ulps) {
    if (!type().equals(expected.type())) {
      return "type " + type() + ", expected " + expected.type();
    }
    for (int i = 0; i < bits.length; i++) {
      if (!near(bits[i], expected.bits[i], ulps)) {
        return "element " + i + " is " + element(i) + ", expected " + expected.element(i);
      }
    }
    return "";
  }

  private boolean near(long actual, long wanted, long ulps) {
    if (actual == wanted) {
      return true;
    }
    if (dtype == DType.COMPLEX64 && ulps > 0) {
      return nearComplex(actual, wanted, ulps);
    }
    if (!dtype.isFloat() || ulps == 0 || isNaN(actual) || isNaN(wanted)) {
      return false;
    }
    long distance = Math.abs(ordered(actual) - ordered(wanted));
    return distance >= 0 && distance <= ulps;
  }

  /** Whether the distance is so many units in the last place of the number's magnitude. */
  private static boolean nearComplex(long actual, long wanted, long ulps) {
    double re = Float.intBitsToFloat((int) wanted);
    double im = Float.intBitsToFloat((int) (wanted >>> 32));
    double distance =
        Math.hypot(
            Float.intBitsToFloat((int) actual) - re,
            Float.intBitsToFloat((int) (actual >>> 32)) - im);
    return distance <= ulps * Math.ulp((float) Math.hypot(re, im));
  }

  private boolean isNaN(long value) {
    return Double.isNaN(new Literal(value, ArrayType.of(dtype)).doubleValue());
  }

  private long ordered(long value) {
    long magnitude = value & -1L >>> (65 - 8 * dtype.bytes());
    boolean negative = value != magnitude;
    return negative ? -magnitude : magnitude;
  }
}
