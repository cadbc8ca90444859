package dev.sparrow.array;

import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes single elements and whole arrays between off-heap views and Java values. */
final class Elements {
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private Elements() {}

  static View scalarView(Literal literal) {
    View view = View.allocate(literal.type().dtype(), Shape.scalar());
    DType part = literal.type().dtype().component();
    setBits(view.address(), part, literal.bits());
    if (part != literal.type().dtype()) {
      setBits(view.address() + part.bytes(), part, literal.imaginary());
    }
    return view;
  }

  /** Byte distance from the view's first element to element {@code linear} in row-major order. */
  static long elementOffset(View view, long linear) {
    long rest = linear;
    long offset = 0;
    for (int axis = view.shape().rank() - 1; axis >= 0; axis--) {
      long dim = view.shape().dim(axis);
      offset += (rest % dim) * view.stride(axis);
      rest /= dim;
    }
    return offset * view.dtype().bytes();
  }

  /** Raw bits of an element: zero-extended for floats and unsigned, sign-extended for signed. */
  static long bits(View view, long linear) {
    long address = view.address() + elementOffset(view, linear);
    DType dtype = view.dtype();
    return switch (dtype.bytes()) {
      case 1 -> {
        byte value = MEMORY.get(ValueLayout.JAVA_BYTE, address);
        yield dtype.kind() == DType.Kind.SIGNED ? value : value & 0xFFL;
      }
      case 2 -> {
        short value = MEMORY.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
        yield dtype.kind() == DType.Kind.SIGNED ? value : value & 0xFFFFL;
      }
      case 4 -> {
        int value = MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, address);
        yield dtype.kind() == DType.Kind.SIGNED ? value : value & 0xFFFF_FFFFL;
      }
      default -> MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    };
  }

  static void setBits(long address, DType dtype, long bits) {
    switch (dtype.bytes()) {
      case 1 -> MEMORY.set(ValueLayout.JAVA_BYTE, address, (byte) bits);
      case 2 -> MEMORY.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) bits);
      case 4 -> MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, address, (int) bits);
      default -> MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, address, bits);
    }
  }

  /**
   * Copies all elements in row-major order to the start of a Java array.
   *
   * @param view source
   * @param target heap segment of a primitive array of the same element width
   */
  static void copyTo(View view, MemorySegment target) {
    copyTo(view, 0, view.shape().size(), target);
  }

  /**
   * Copies some elements in row-major order to the start of a segment.
   *
   * @param view source
   * @param first first element
   * @param count number of elements
   * @param target where to
   */
  static void copyTo(View view, long first, long count, MemorySegment target) {
    int bytes = view.dtype().bytes();
    if (view.isDense()) {
      MemorySegment.copy(MEMORY, view.address() + first * bytes, target, 0, count * bytes);
      return;
    }
    for (long i = 0; i < count; i++) {
      long from = view.address() + elementOffset(view, first + i);
      MemorySegment.copy(MEMORY, from, target, i * bytes, bytes);
    }
  }

  static void copyFrom(MemorySegment source, View view) {
    copyFrom(source, view, 0);
  }

  /**
   * Copies bytes to a dense view, from some byte on. Of a bool whatever is not 0 becomes 1, which
   * all that reads masks counts on.
   */
  static void copyFrom(MemorySegment source, View view, long firstByte) {
    if (view.dtype() == DType.BOOL) {
      long first = view.address() + firstByte;
      for (long i = 0; i < source.byteSize(); i++) {
        boolean truth = source.get(ValueLayout.JAVA_BYTE, i) != 0;
        MEMORY.set(ValueLayout.JAVA_BYTE, first + i, (byte) (truth ? 1 : 0));
      }
      return;
    }
    MemorySegment.copy(source, 0, MEMORY, view.address() + firstByte, source.byteSize());
  }

  /** A read-only segment on a dense view's memory. */
  static MemorySegment readOnly(View view) {
    return MEMORY.asSlice(view.address(), view.shape().size() * view.dtype().bytes()).asReadOnly();
  }
}
