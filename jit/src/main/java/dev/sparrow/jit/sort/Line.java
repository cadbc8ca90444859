package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Evenly spaced elements in memory.
 *
 * @param address the first
 * @param step bytes to the next
 * @param dtype their type
 */
public record Line(long address, long step, DType dtype) {
  long at(long position) {
    return address + position * step;
  }

  /** Copies an element of another line of this type. */
  void set(long position, long from) {
    write(dtype.bytes(), from, at(position));
  }

  private static void write(int bytes, long from, long to) {
    switch (bytes) {
      case 1 -> Memory.storeBytes1(Memory.loadBytes1(from), to);
      case 2 -> Memory.storeBytes2(Memory.loadBytes2(from), to);
      case 4 -> Memory.storeBytes4(Memory.loadI32(from), to);
      case 8 -> Memory.store(Memory.loadI64(from), to);
      default -> MemorySegment.copy(Memory.ALL, from, Memory.ALL, to, bytes);
    }
  }

  /** Writes an element's bits. */
  void setBits(long position, long bits) {
    long to = at(position);
    switch (dtype.bytes()) {
      case 1 -> Memory.storeBytes1((int) bits, to);
      case 2 -> Memory.storeBytes2((int) bits, to);
      case 4 -> Memory.storeBytes4((int) bits, to);
      case 8 -> Memory.store(bits, to);
      default -> throw new IllegalArgumentException("elements of " + dtype.bytes() + " bytes");
    }
  }
}
