package dev.sparrow.jit.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;

/**
 * Writes code on addresses, distances and counts that are kept in local variables, by whose numbers
 * they are known, and the loops that counts say the length of.
 *
 * <p>Addresses and distances stay below bounds that say nothing new, but tell HotSpot that no
 * address leaves memory: it then leaves out the checks, which would take as long as the arithmetic.
 */
final class AddressCode {
  private static final int FRAME_LOCAL = 1;
  private static final long DISTANCE_MASK = (1L << 48) - 1;

  private final CodeBuilder code;

  /**
   * @param code where to write
   */
  AddressCode(CodeBuilder code) {
    this.code = code;
  }

  /**
   * Where a value lies: an address and a distance from it, each in a local variable, and a number
   * of bytes; neither the distance nor the bytes are negative.
   */
  record Place(int address, int distance, long bytes) {
    static final int NOWHERE = -1;

    static Place at(int address) {
      return new Place(address, NOWHERE, 0);
    }

    Place plus(long more) {
      return new Place(address, distance, bytes + more);
    }
  }

  /** A count, or a distance that addresses are moved by, from the frame. */
  int frame(int slot) {
    code.aload(FRAME_LOCAL).loadConstant(slot).laload();
    return storeLong();
  }

  /** A count in the frame by a power of two, rounded down. */
  int quotient(int slot, int divisor) {
    code.aload(FRAME_LOCAL).loadConstant(slot).laload();
    code.loadConstant(Integer.numberOfTrailingZeros(divisor)).lushr();
    return storeLong();
  }

  /** An address from the frame. */
  int address(int slot) {
    code.aload(FRAME_LOCAL).loadConstant(slot).laload().loadConstant(Memory.ADDRESS_MASK).land();
    return storeLong();
  }

  /** A distance from the frame that is not negative. */
  int distance(int slot) {
    code.aload(FRAME_LOCAL).loadConstant(slot).laload().loadConstant(DISTANCE_MASK).land();
    return storeLong();
  }

  /** A multiple of a distance. */
  int multiple(int distance, int factor) {
    code.lload(distance).loadConstant((long) factor).lmul();
    return storeLong();
  }

  /** Sets a distance to its negative. */
  void turn(int distance) {
    code.lload(distance).lneg().lstore(distance);
  }

  /** A copy of an address, which can be moved. */
  int copy(int address) {
    code.lload(address);
    return storeLong();
  }

  /** Sets an address to another one. */
  void assign(int address, int from) {
    code.lload(from).lstore(address);
  }

  /** Moves an address by a distance, which may be negative. */
  void move(int address, int distance) {
    code.lload(address).lload(distance).ladd();
    code.loadConstant(Memory.ADDRESS_MASK).land().lstore(address);
  }

  /** Moves an address by a number of bytes, which may be negative. */
  void move(int address, long bytes) {
    code.lload(address).loadConstant(bytes).ladd();
    code.loadConstant(Memory.ADDRESS_MASK).land().lstore(address);
  }

  /** The address at a distance, which may be negative, from another one. */
  int offset(int address, int distance) {
    code.lload(address).lload(distance).ladd().loadConstant(Memory.ADDRESS_MASK).land();
    return storeLong();
  }

  /** Pushes the address of a place. */
  void push(Place place) {
    code.lload(place.address());
    if (place.distance() != Place.NOWHERE) {
      code.lload(place.distance()).ladd();
    }
    if (place.bytes() != 0) {
      code.loadConstant(place.bytes()).ladd();
    }
  }

  /** A number of elements, at first none. */
  int counter() {
    int local = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(local);
    return local;
  }

  /** Bytes of a number of elements, of a size that is a power of two. */
  int bytes(int counter, int elementBytes) {
    code.iload(counter).i2l().loadConstant(Integer.numberOfTrailingZeros(elementBytes)).lshl();
    return storeLong();
  }

  /** Writes a number of elements to a slot of the frame. */
  void report(int slot, int counter) {
    code.aload(FRAME_LOCAL).loadConstant(slot).iload(counter).i2l().lastore();
  }

  /** The quotient and the rest of a count and a power of two. */
  int[] divide(int count, int divisor) {
    code.lload(count).loadConstant(Integer.numberOfTrailingZeros(divisor)).lushr();
    int quotient = storeLong();
    code.lload(count).loadConstant(divisor - 1L).land();
    return new int[] {quotient, storeLong()};
  }

  /** Repeats what a body writes as often as a count says, at most 2³¹ times. */
  void repeat(int count, Runnable body) {
    int left = code.allocateLocal(TypeKind.INT);
    code.lload(count).l2i().istore(left);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head);
    code.iload(left).ifle(end);
    body.run();
    code.iinc(left, -1).goto_(head);
    code.labelBinding(end);
  }

  void end() {
    code.return_();
  }

  private int storeLong() {
    int local = code.allocateLocal(TypeKind.LONG);
    code.lstore(local);
    return local;
  }
}
