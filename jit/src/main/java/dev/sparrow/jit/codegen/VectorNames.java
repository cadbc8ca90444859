package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.Locale;

/**
 * Names of the Vector API's classes and constants, for one number of lanes. The only place that
 * spells them; they are resolved when a generated loop links, never by this package.
 */
final class VectorNames {
  static final ClassDesc VECTOR = name("Vector");
  static final ClassDesc SPECIES = name("VectorSpecies");
  static final ClassDesc MASK = name("VectorMask");
  static final ClassDesc BYTES = name("ByteVector");
  private static final ClassDesc SHORTS = name("ShortVector");
  static final ClassDesc COMPARISON = name("VectorOperators$Comparison");
  static final ClassDesc BINARY = name("VectorOperators$Binary");
  static final ClassDesc ASSOCIATIVE = name("VectorOperators$Associative");
  static final ClassDesc CONVERSION = name("VectorOperators$Conversion");
  static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
  static final ClassDesc BYTE_ORDER = ClassDesc.of("java.nio.ByteOrder");

  private static final String VALUE_LAYOUT = "java.lang.foreign.ValueLayout";
  private static final ClassDesc OPERATORS = name("VectorOperators");

  private final int lanes;

  VectorNames(int lanes) {
    this.lanes = lanes;
  }

  private static ClassDesc name(String simple) {
    return ClassDesc.of(VectorModule.NAME, simple);
  }

  /** Vector class of a lane type. */
  ClassDesc vector(LaneType type) {
    return switch (type) {
      case I32 -> name("IntVector");
      case I64 -> name("LongVector");
      case F32 -> name("FloatVector");
      case F64 -> name("DoubleVector");
      case MASK -> MASK;
    };
  }

  /** Primitive type of an element. */
  ClassDesc element(LaneType type) {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> throw new IllegalArgumentException("a mask has no vector element");
    };
  }

  /** Class of the layout of an element in memory. */
  ClassDesc layout(LaneType type) {
    return ClassDesc.of(VALUE_LAYOUT + "$Of" + layoutName(type));
  }

  /** Pushes the layout of an element in memory, wherever it lies. */
  void pushLayout(CodeBuilder code, LaneType type) {
    String field = "JAVA_" + layoutName(type).toUpperCase(Locale.ROOT) + "_UNALIGNED";
    code.getstatic(ClassDesc.of(VALUE_LAYOUT), field, layout(type));
  }

  private static String layoutName(LaneType type) {
    return switch (type) {
      case I32 -> "Int";
      case I64 -> "Long";
      case F32 -> "Float";
      case F64 -> "Double";
      case MASK -> throw new IllegalArgumentException("a mask has no layout");
    };
  }

  /** Letter of a lane type in the name of a conversion. */
  String letter(LaneType type) {
    return switch (type) {
      case I32 -> "I";
      case I64 -> "L";
      case F32 -> "F";
      case F64 -> "D";
      case MASK -> throw new IllegalArgumentException("a mask is not converted");
    };
  }

  /** Pushes the species with this number of lanes: a static final field, so a constant to C2. */
  void pushSpecies(CodeBuilder code, LaneType type) {
    code.getstatic(vector(type), "SPECIES_" + 8 * type.bytes() * lanes, SPECIES);
  }

  /** Vector class of elements smaller than their lanes: masks and narrow integers. */
  static ClassDesc small(Storage storage) {
    return storage.bytes() == 1 ? BYTES : SHORTS;
  }

  /** Letter of small elements in the name of a conversion. */
  static String smallLetter(Storage storage) {
    return storage.bytes() == 1 ? "B" : "S";
  }

  /** Pushes the species of small elements with this number of lanes, of at least 64 bits. */
  void pushSmallSpecies(CodeBuilder code, Storage storage) {
    int bits = Math.max(64, 8 * storage.bytes() * lanes);
    code.getstatic(small(storage), "SPECIES_" + bits, SPECIES);
  }

  /** Pushes a constant of VectorOperators. */
  void pushOperator(CodeBuilder code, ClassDesc kind, String constant) {
    code.getstatic(OPERATORS, constant, kind);
  }
}
