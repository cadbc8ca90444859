package dev.sparrow.array;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Concretization;
import dev.sparrow.trace.ViewRules;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Arrays from Java values, and Java values from arrays. */
public final class HostValues {
  /** Bytes moved at a time between memory and a channel: whole elements of any width. */
  private static final int PIECE_BYTES = 1 << 18;

  private HostValues() {}

  /**
   * A float32 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(float[] values) {
    return copy(DType.FLOAT32, MemorySegment.ofArray(values), values.length);
  }

  /**
   * A float64 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(double[] values) {
    return copy(DType.FLOAT64, MemorySegment.ofArray(values), values.length);
  }

  /**
   * An int32 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(int[] values) {
    return copy(DType.INT32, MemorySegment.ofArray(values), values.length);
  }

  /**
   * A uint32 array.
   *
   * @param words elements, as bits
   * @return an array of one axis
   */
  public static NDArray unsigned(int... words) {
    return copy(DType.UINT32, MemorySegment.ofArray(words), words.length);
  }

  /**
   * An int16 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(short[] values) {
    return copy(DType.INT16, MemorySegment.ofArray(values), values.length);
  }

  /**
   * An int8 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(byte[] values) {
    return copy(DType.INT8, MemorySegment.ofArray(values), values.length);
  }

  /**
   * An int64 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(long[] values) {
    return copy(DType.INT64, MemorySegment.ofArray(values), values.length);
  }

  /**
   * A bool array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return copy(DType.BOOL, MemorySegment.ofArray(bytes), values.length);
  }

  /**
   * An array of nested Java arrays.
   *
   * @param nested arrays of primitives, arrays of them, and so on, such as {@code double[][][]}
   * @return the array, an axis for each level, of the dtype of the primitive: float32 of float,
   *     float64 of double, int8, int16, int32, int64 or bool
   * @throws ShapeException if the arrays of a level differ in length
   * @throws DTypeException if it is anything else
   */
  public static NDArray array(Object nested) {
    return JavaArrays.read(nested);
  }

  /**
   * An array of any dtype from its little-endian bytes.
   *
   * @param dtype element type
   * @param shape extents
   * @param bytes elements in row-major order
   * @return the array
   */
  public static NDArray fromBytes(DType dtype, Shape shape, byte[] bytes) {
    if (bytes.length != shape.size() * dtype.bytes()) {
      throw new ShapeException(
          "fromBytes: "
              + ArrayType.of(dtype, shape)
              + " takes "
              + shape.size() * dtype.bytes()
              + " bytes, got "
              + bytes.length);
    }
    View view = View.allocate(dtype, shape);
    Elements.copyFrom(MemorySegment.ofArray(bytes), view);
    return ConcreteArray.ready(ArrayType.of(dtype, shape), view);
  }

  /**
   * An array of a copy of some memory.
   *
   * @param dtype element type
   * @param shape extents
   * @param source elements in row-major order, little-endian; on or off the heap
   * @return the array
   * @throws ShapeException if the segment has another size
   */
  public static NDArray fromSegment(DType dtype, Shape shape, MemorySegment source) {
    if (source.byteSize() != shape.size() * dtype.bytes()) {
      throw new ShapeException(
          "fromSegment: %s takes %d bytes, got %d"
              .formatted(
                  ArrayType.of(dtype, shape), shape.size() * dtype.bytes(), source.byteSize()));
    }
    View view = View.allocate(dtype, shape);
    Elements.copyFrom(source, view);
    return ConcreteArray.ready(ArrayType.of(dtype, shape), view);
  }

  /**
   * Copies the elements in row-major order, little-endian.
   *
   * @param x the array; waits for it
   * @param target where to, on or off the heap, such as {@code MemorySegment.ofBuffer(b)} of an NIO
   *     buffer
   * @throws ShapeException if it has fewer bytes than the array
   */
  public static void copyTo(NDArray x, MemorySegment target) {
    long bytes = x.size() * x.dtype().bytes();
    if (target.byteSize() < bytes) {
      throw new ShapeException(
          "copyTo: %s takes %d bytes, the segment has %d"
              .formatted(x.type(), bytes, target.byteSize()));
    }
    read(
        "copyTo",
        x,
        view -> {
          Elements.copyTo(view, target);
          return view;
        });
  }

  /**
   * Runs code on the data of an array; the memory stays while it runs.
   *
   * @param <R> result type
   * @param operation begins the message of an error
   * @param x the array; waits for it
   * @param body reads the view, and keeps nothing of it but by a holder of its own
   * @return what the code returns
   * @throws RuntimeException JAX's tracing error if the array is being traced
   */
  public static <R> R read(String operation, NDArray x, Function<View, R> body) {
    return x.concrete(operation, Concretization.ARRAY).read(body);
  }

  /**
   * Writes the elements in row-major order, little-endian.
   *
   * @param x the array; waits for it
   * @param channel where to
   * @throws IOException if the channel fails
   */
  public static void write(NDArray x, WritableByteChannel channel) throws IOException {
    ConcreteArray array = x.concrete("save", Concretization.ARRAY);
    array.hold();
    try {
      View view = array.heldView();
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long perPiece = PIECE_BYTES / view.dtype().bytes();
      for (long from = 0; from < view.shape().size(); from += perPiece) {
        long count = Math.min(perPiece, view.shape().size() - from);
        Elements.copyTo(view, from, count, MemorySegment.ofBuffer(piece.clear()));
        piece.limit((int) (count * view.dtype().bytes()));
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
    } finally {
      array.unhold();
    }
  }

  /**
   * Reads elements in row-major order.
   *
   * @param dtype element type
   * @param shape extents
   * @param order byte order of each element (of each part, if it is complex)
   * @param channel where from
   * @param name begins the message of an error
   * @return the array
   * @throws IOException if the channel fails or ends early
   */
  public static NDArray read(
      DType dtype, Shape shape, ByteOrder order, ReadableByteChannel channel, String name)
      throws IOException {
    View view = View.allocate(dtype, shape);
    boolean done = false;
    try {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      long bytes = shape.size() * dtype.bytes();
      for (long at = 0; at < bytes; at += piece.limit()) {
        piece.clear().limit((int) Math.min(PIECE_BYTES, bytes - at));
        while (piece.hasRemaining()) {
          if (channel.read(piece) < 0) {
            throw new EOFException(
                name + " ends after " + (at + piece.position()) + " of " + bytes + " bytes");
          }
        }
        if (order == ByteOrder.BIG_ENDIAN) {
          swap(piece, dtype.isComplex() ? dtype.bytes() / 2 : dtype.bytes());
        }
        Elements.copyFrom(MemorySegment.ofBuffer(piece.flip()), view, at);
      }
      done = true;
    } finally {
      if (!done) {
        view.buffer().release();
      }
    }
    return ConcreteArray.ready(ArrayType.of(dtype, shape), view);
  }

  /** Reverses the bytes of each word. */
  private static void swap(ByteBuffer piece, int width) {
    for (int at = 0; at < piece.position(); at += width) {
      for (int low = 0; low < width / 2; low++) {
        byte byteBelow = piece.get(at + low);
        piece.put(at + low, piece.get(at + width - 1 - low));
        piece.put(at + width - 1 - low, byteBelow);
      }
    }
  }

  /**
   * A complex128 array.
   *
   * @param values elements
   * @return an array of one axis
   */
  public static NDArray array(Complex[] values) {
    double[] parts = new double[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      parts[2 * i] = values[i].real();
      parts[2 * i + 1] = values[i].imaginary();
    }
    return copy(DType.COMPLEX128, MemorySegment.ofArray(parts), values.length);
  }

  private static NDArray copy(DType dtype, MemorySegment source, long length) {
    View view = View.allocate(dtype, Shape.of(length));
    Elements.copyFrom(source, view);
    return ConcreteArray.ready(ArrayType.of(dtype, length), view);
  }

  static Object item(ConcreteArray array) {
    return switch (array.dtype().kind()) {
      case BOOL -> toBoolean(array);
      case SIGNED, UNSIGNED -> toLong(array);
      case FLOAT -> toDouble(array);
      case COMPLEX -> toComplex(array);
      case KEY -> throw noJavaValue("item()", array);
    };
  }

  static Complex toComplex(ConcreteArray array) {
    single("toComplex()", array);
    return toComplexArray(array)[0];
  }

  static Complex[] toComplexArray(ConcreteArray array) {
    if (!array.dtype().isComplex()) {
      throw noJavaValue("toComplexArray()", array);
    }
    DType part = array.dtype().component();
    return array.read(view -> {
      View real = part(Fn.REAL, view);
      View imag = part(Fn.IMAG, view);
      Complex[] values = new Complex[Math.toIntExact(array.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            new Complex(
                Literal.doubleValue(part, Elements.bits(real, i)),
                Literal.doubleValue(part, Elements.bits(imag, i)));
      }
      return values;
    });
  }

  private static View part(Fn fn, View complex) {
    return Objects.requireNonNull(ViewRules.apply(new Primitive.Pointwise(fn), complex));
  }

  static double toDouble(ConcreteArray array) {
    if (array.dtype().isComplex()) {
      throw noJavaValue("toDouble()", array);
    }
    return Literal.doubleValue(array.dtype(), single("toDouble()", array));
  }

  static long toLong(ConcreteArray array) {
    if (!array.dtype().isInteger()) {
      throw noJavaValue("toLong()", array);
    }
    return single("toLong()", array);
  }

  static boolean toBoolean(ConcreteArray array) {
    if (array.size() != 1) {
      throw new ShapeException(
          "toBoolean(): the truth value of an array of type "
              + array.type()
              + " is ambiguous; use any() or all()");
    }
    if (array.dtype().isComplex()) {
      Complex value = toComplex(array);
      return value.real() != 0 || value.imaginary() != 0;
    }
    return array.dtype().isFloat() ? toDouble(array) != 0 : single("toBoolean()", array) != 0;
  }

  private static long single(String operation, ConcreteArray array) {
    if (array.size() != 1) {
      throw new ShapeException(
          operation + ": only arrays of size 1 have a single value, got " + array.type());
    }
    return array.read(view -> Elements.bits(view, 0));
  }

  static float[] toFloatArray(ConcreteArray array) {
    if (array.dtype() == DType.FLOAT16 || array.dtype() == DType.BFLOAT16) {
      double[] wide = toDoubleArray(array);
      float[] values = new float[wide.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) wide[i];
      }
      return values;
    }
    require("toFloatArray()", array, DType.FLOAT32);
    float[] values = new float[Math.toIntExact(array.size())];
    copyOut(array, MemorySegment.ofArray(values));
    return values;
  }

  static double[] toDoubleArray(ConcreteArray array) {
    if (array.dtype() == DType.FLOAT64) {
      double[] values = new double[Math.toIntExact(array.size())];
      copyOut(array, MemorySegment.ofArray(values));
      return values;
    }
    if (array.dtype().isComplex() || array.dtype() == DType.KEY) {
      throw noJavaValue("toDoubleArray()", array);
    }
    ArrayType scalar = ArrayType.of(array.dtype());
    int size = Math.toIntExact(array.size());
    return array.read(view ->
        IntStream.range(0, size)
            .mapToDouble(i -> new Literal(Elements.bits(view, i), scalar).doubleValue())
            .toArray());
  }

  static int[] toIntArray(ConcreteArray array) {
    if (array.dtype().isInteger() && array.dtype().bytes() < Integer.BYTES) {
      return LongStream.of(toLongArray(array)).mapToInt(Math::toIntExact).toArray();
    }
    require("toIntArray()", array, DType.INT32, DType.UINT32);
    int[] values = new int[Math.toIntExact(array.size())];
    copyOut(array, MemorySegment.ofArray(values));
    return values;
  }

  static long[] toLongArray(ConcreteArray array) {
    if (!array.dtype().isInteger()) {
      throw noJavaValue("toLongArray()", array);
    }
    int size = Math.toIntExact(array.size());
    return array.read(
        view -> IntStream.range(0, size).mapToLong(i -> Elements.bits(view, i)).toArray());
  }

  static boolean[] toBooleanArray(ConcreteArray array) {
    require("toBooleanArray()", array, DType.BOOL);
    byte[] bytes = toByteArray(array);
    boolean[] values = new boolean[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] != 0;
    }
    return values;
  }

  static byte[] toByteArray(ConcreteArray array) {
    byte[] bytes = new byte[Math.toIntExact(array.size() * array.dtype().bytes())];
    copyOut(array, MemorySegment.ofArray(bytes));
    return bytes;
  }

  /** The elements in row-major order on memory that is theirs alone. */
  static View denseView(ConcreteArray array) {
    View view = array.view();
    if (view.isDense()) {
      return view;
    }
    throw new ShapeException(
        "asByteBuffer(): "
            + array.type()
            + " is a strided window without dense memory of its own; use toByteArray()");
  }

  private static void copyOut(ConcreteArray array, MemorySegment target) {
    array.read(view -> {
      Elements.copyTo(view, target);
      return target;
    });
  }

  private static void require(String operation, ConcreteArray array, DType... accepted) {
    for (DType dtype : accepted) {
      if (array.dtype() == dtype) {
        return;
      }
    }
    throw noJavaValue(operation, array);
  }

  static DTypeException noJavaValue(String operation, ConcreteArray array) {
    return new DTypeException(
        operation + ": does not accept dtype " + array.dtype() + "; convert with astype first");
  }
}
