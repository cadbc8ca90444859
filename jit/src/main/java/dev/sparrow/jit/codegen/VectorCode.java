package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_int;

import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Instructions on vectors of one number of lanes; operands are on the stack. */
final class VectorCode {
  static final ClassDesc LANE_NUMBERS = LaneNumbers.class.describeConstable().orElseThrow();

  private final CodeBuilder code;
  private final VectorNames names;

  VectorCode(CodeBuilder code, VectorNames names) {
    this.code = code;
    this.names = names;
  }

  /**
   * Pushes a vector of 0, factor, 2 * factor ... Reads the numbers, because {@code addIndex} is one
   * method of all widths: HotSpot takes it for that of the widths it has seen there so far, and
   * leaves the compiled loop where another comes.
   */
  void pushLaneNumbers(LaneType type, int factor) {
    ClassDesc array = names.element(type).arrayType();
    names.pushSpecies(code, type);
    code.getstatic(LANE_NUMBERS, type == LaneType.I64 ? "LONGS" : "INTS", array).iconst_0();
    code.invokestatic(
        names.vector(type),
        "fromArray",
        MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, array, CD_int));
    if (factor != 1) {
      pushNumber(type, factor);
      method("mul", type, names.element(type));
    }
  }

  /** Pushes a number as an element of a type. */
  void pushNumber(LaneType type, int value) {
    if (type == LaneType.I64) {
      code.loadConstant((long) value);
    } else {
      code.loadConstant(value);
    }
  }

  /** Raw bits to a vector of them. */
  void broadcastBits(LaneType type) {
    names.pushSpecies(code, type);
    if (type == LaneType.I64) {
      code.dup_x2().pop();
    } else {
      code.swap();
    }
    code.invokestatic(
        names.vector(type),
        "broadcast",
        MethodTypeDesc.of(names.vector(type), VectorNames.SPECIES, names.element(type)));
  }

  /** Calls a method of vectors of a type that returns such a vector. */
  void method(String name, LaneType type, ClassDesc... params) {
    code.invokevirtual(names.vector(type), name, MethodTypeDesc.of(names.vector(type), params));
  }

  /** Vector, binary operator and vector to their combination. */
  void lanewise(LaneType type) {
    method("lanewise", type, VectorNames.BINARY, VectorNames.VECTOR);
  }

  /** Vector, binary operator and number to their combination. */
  void lanewiseNumber(LaneType type) {
    method("lanewise", type, VectorNames.BINARY, names.element(type));
  }

  /** A mask to one for vectors of a type. */
  void castMask(LaneType to) {
    names.pushSpecies(code, to);
    castToSpecies();
  }

  /** Mask and species to a mask for that species. */
  void castToSpecies() {
    code.invokevirtual(
        VectorNames.MASK, "cast", MethodTypeDesc.of(VectorNames.MASK, VectorNames.SPECIES));
  }

  /** Vector, conversion and species to the converted vector. */
  void convertShape(ClassDesc from, ClassDesc to) {
    code.iconst_0();
    code.invokevirtual(
        from,
        "convertShape",
        MethodTypeDesc.of(VectorNames.VECTOR, VectorNames.CONVERSION, VectorNames.SPECIES, CD_int));
    code.checkcast(to);
  }
}
