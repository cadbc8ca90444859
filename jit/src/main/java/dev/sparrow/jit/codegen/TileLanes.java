package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes what a {@link Microkernel} does with one vector, or, where vectors have one lane, with one
 * number.
 */
final class TileLanes {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  private final CodeBuilder code;
  private final LaneType type;
  private final int lanes;
  private final boolean scalar;
  private final VectorNames names;

  TileLanes(CodeBuilder code, LaneType type, int lanes) {
    this.code = code;
    this.type = type;
    this.lanes = lanes;
    this.scalar = lanes == 1;
    this.names = new VectorNames(lanes);
  }

  /** The element at the address that some code pushes, in all lanes. */
  void pushBroadcast(Runnable address) {
    if (!scalar) {
      names.pushSpecies(code, type);
    }
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    names.pushLayout(code, type);
    address.run();
    code.invokeinterface(
        VectorNames.SEGMENT, "get", MethodTypeDesc.of(element(), names.layout(type), CD_long));
    if (!scalar) {
      code.invokestatic(
          names.vector(type),
          "broadcast",
          MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, names.element(type)));
    }
  }

  /** The unsigned number of 32 bits at the address that some code pushes, as a long. */
  void pushUnsigned(Runnable address) {
    address.run();
    code.invokestatic(MEMORY, "loadI32", MethodTypeDesc.of(CD_int, CD_long));
    code.i2l().loadConstant(0xFFFF_FFFFL).land();
  }

  /** element, column, sum to sum + element · column. */
  void multiplyAdd() {
    if (type.isFloat() && scalar) {
      code.invokestatic(MATH, "fma", MethodTypeDesc.of(element(), element(), element(), element()));
    } else if (type.isFloat()) {
      method("fma", VectorNames.VECTOR, VectorNames.VECTOR);
    } else if (scalar && type == LaneType.I32) {
      code.dup_x2().pop().imul().iadd();
    } else if (scalar) {
      // Longs do not fit the stack's shuffles: sum + element * column from a local variable.
      int sum = code.allocateLocal(TypeKind.LONG);
      code.lstore(sum).lmul().lload(sum).ladd();
    } else {
      int sum = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(sum);
      method("mul", VectorNames.VECTOR);
      code.aload(sum);
      method("add", VectorNames.VECTOR);
    }
  }

  /** Two vectors to their sum. */
  void add() {
    if (!scalar) {
      method("add", VectorNames.VECTOR);
      return;
    }
    switch (type) {
      case I32 -> code.iadd();
      case I64 -> code.ladd();
      case F32 -> code.fadd();
      case F64 -> code.dadd();
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    }
  }

  /** Whether a number of a local variable's vector is NaN. */
  void pushIsNaN(int local) {
    code.loadLocal(kind(), local);
    if (scalar) {
      code.invokestatic(
          ClassDesc.of(type == LaneType.F32 ? "java.lang.Float" : "java.lang.Double"),
          "isNaN",
          MethodTypeDesc.of(CD_boolean, element()));
    } else {
      names.pushOperator(code, VectorNames.COMPARISON, "NE");
      code.loadLocal(kind(), local);
      code.invokevirtual(
          names.vector(type),
          "compare",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
      code.invokevirtual(VectorNames.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
    }
  }

  /** Stores a local variable's vector at the address that some code pushes. */
  void store(int local, Runnable address) {
    code.loadLocal(kind(), local);
    if (scalar) {
      address.run();
      code.invokestatic(MEMORY, "store", MethodTypeDesc.of(CD_void, element(), CD_long));
      return;
    }
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    address.run();
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokevirtual(
        names.vector(type),
        "intoMemorySegment",
        MethodTypeDesc.of(CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }

  /** Adds the bytes of a number of vectors to the address on the stack. */
  void addBytes(int vector) {
    if (vector > 0) {
      code.loadConstant((long) vector * lanes * type.bytes()).ladd();
    }
  }

  /** An address to the vector there. */
  void pushVector() {
    if (scalar) {
      code.invokestatic(MEMORY, "load" + type, MethodTypeDesc.of(element(), CD_long));
      return;
    }
    int address = code.allocateLocal(TypeKind.LONG);
    code.lstore(address);
    names.pushSpecies(code, type);
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.lload(address);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokestatic(
        names.vector(type),
        "fromMemorySegment",
        MethodTypeDesc.of(
            names.vector(type),
            VectorNames.SPECIES,
            VectorNames.SEGMENT,
            CD_long,
            VectorNames.BYTE_ORDER));
  }

  /** A vector of zeros. */
  void pushZero() {
    if (!scalar) {
      names.pushSpecies(code, type);
      code.invokestatic(
          names.vector(type), "zero", MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES));
      return;
    }
    switch (type) {
      case I32 -> code.iconst_0();
      case I64 -> code.lconst_0();
      case F32 -> code.fconst_0();
      case F64 -> code.dconst_0();
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    }
  }

  private void method(String name, ClassDesc... params) {
    code.invokevirtual(names.vector(type), name, MethodTypeDesc.of(names.vector(type), params));
  }

  private ClassDesc element() {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> throw new IllegalArgumentException("a mask is not summed");
    };
  }

  /** What a local variable holds. */
  TypeKind kind() {
    return scalar ? TypeKind.from(element()) : TypeKind.REFERENCE;
  }
}
