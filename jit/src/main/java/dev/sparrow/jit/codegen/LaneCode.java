package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.codegen.AddressCode.Place;
import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;

/**
 * Writes straight-line code on values that are kept in local variables: vectors of a number of
 * lanes, or numbers where that is one. A value is known by the number of its local variable.
 */
final class LaneCode {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final int FRAME_LOCAL = 1;

  private final CodeBuilder code;
  private final AddressCode addresses;
  private final LaneType type;
  private final int lanes;
  private final VectorNames names;
  private final List<Object> data;

  /**
   * @param code where to write
   * @param addresses where values lie
   * @param type of the elements
   * @param lanes of a value
   * @param data what the class reads as constants, which grows
   */
  LaneCode(CodeBuilder code, AddressCode addresses, LaneType type, int lanes, List<Object> data) {
    this.code = code;
    this.addresses = addresses;
    this.type = type;
    this.lanes = lanes;
    this.names = new VectorNames(lanes);
    this.data = data;
  }

  int lanes() {
    return lanes;
  }

  /** Bytes of a value. */
  int bytes() {
    return lanes * type.bytes();
  }

  boolean isScalar() {
    return lanes == 1;
  }

  /** An element whose bits the frame holds, in all lanes. */
  int uniform(int slot) {
    if (!isScalar()) {
      names.pushSpecies(code, type);
    }
    code.aload(FRAME_LOCAL).loadConstant(slot).laload();
    switch (type) {
      case I32 -> code.l2i();
      case F32 -> {
        code.l2i();
        code.invokestatic(
            ClassDesc.of("java.lang.Float"), "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
      }
      case F64 ->
          code.invokestatic(
              ClassDesc.of("java.lang.Double"),
              "longBitsToDouble",
              MethodTypeDesc.of(CD_double, CD_long));
      case I64 -> {}
      case MASK -> throw new IllegalArgumentException("a mask has no bits in a frame");
    }
    spread();
    return store();
  }

  /** Neighbouring elements in memory. */
  int load(Place place) {
    if (isScalar()) {
      loadElement(place);
    } else {
      names.pushSpecies(code, type);
      code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
      addresses.push(place);
      code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
      code.invokestatic(
          vector(),
          "fromMemorySegment",
          MethodTypeDesc.of(
              vector(), VectorNames.SPECIES, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
    }
    return store();
  }

  /** One element of memory in all lanes. */
  int broadcast(Place place) {
    if (!isScalar()) {
      names.pushSpecies(code, type);
    }
    loadElement(place);
    spread();
    return store();
  }

  private void loadElement(Place place) {
    addresses.push(place);
    code.invokestatic(MEMORY, "load" + type, MethodTypeDesc.of(element(), CD_long));
  }

  /** Species and number on the stack to a vector of that number. */
  private void spread() {
    if (!isScalar()) {
      code.invokestatic(
          vector(), "broadcast", MethodTypeDesc.of(vector(), VectorNames.SPECIES, element()));
    }
  }

  /** A number in all lanes, rounded to the type. */
  int constant(double number) {
    if (!isScalar()) {
      names.pushSpecies(code, type);
    }
    switch (type) {
      case F32 -> code.loadConstant((float) number);
      case F64 -> code.loadConstant(number);
      case I32, I64, MASK -> throw new IllegalArgumentException("constants are floats");
    }
    spread();
    return store();
  }

  void store(int value, Place place) {
    code.loadLocal(kind(), value);
    if (isScalar()) {
      addresses.push(place);
      code.invokestatic(MEMORY, "store", MethodTypeDesc.of(CD_void, element(), CD_long));
      return;
    }
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    addresses.push(place);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokevirtual(
        vector(),
        "intoMemorySegment",
        MethodTypeDesc.of(CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }

  /** Stores lanes of a mask; vectors only. */
  void store(int value, Place place, int mask) {
    code.aload(value);
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    addresses.push(place);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER).aload(mask);
    code.invokevirtual(
        vector(),
        "intoMemorySegment",
        MethodTypeDesc.of(
            CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER, VectorNames.MASK));
  }

  int add(int a, int b) {
    return binary("add", a, b);
  }

  int sub(int a, int b) {
    return binary("sub", a, b);
  }

  int mul(int a, int b) {
    return binary("mul", a, b);
  }

  private int binary(String name, int a, int b) {
    code.loadLocal(kind(), a).loadLocal(kind(), b);
    if (!isScalar()) {
      method(name, VectorNames.VECTOR);
    } else if (type == LaneType.F32) {
      switch (name) {
        case "add" -> code.fadd();
        case "sub" -> code.fsub();
        default -> code.fmul();
      }
    } else {
      switch (name) {
        case "add" -> code.dadd();
        case "sub" -> code.dsub();
        default -> code.dmul();
      }
    }
    return store();
  }

  int neg(int a) {
    code.loadLocal(kind(), a);
    if (!isScalar()) {
      method("neg");
    } else if (type == LaneType.F32) {
      code.fneg();
    } else {
      code.dneg();
    }
    return store();
  }

  /** a · b + c with one rounding. */
  int fma(int a, int b, int c) {
    code.loadLocal(kind(), a).loadLocal(kind(), b).loadLocal(kind(), c);
    if (isScalar()) {
      code.invokestatic(
          ClassDesc.of("java.lang.Math"),
          "fma",
          MethodTypeDesc.of(element(), element(), element(), element()));
    } else {
      method("fma", VectorNames.VECTOR, VectorNames.VECTOR);
    }
    return store();
  }

  /** The value, or the canonical NaN for any NaN. */
  int canonical(int a) {
    code.loadLocal(kind(), a);
    if (isScalar()) {
      // The bits that Java gives are canonical already where they are asked for as a number's.
      boolean narrow = type == LaneType.F32;
      ClassDesc box = ClassDesc.of(narrow ? "java.lang.Float" : "java.lang.Double");
      ClassDesc bits = narrow ? CD_int : CD_long;
      code.invokestatic(
          box, narrow ? "floatToIntBits" : "doubleToLongBits", MethodTypeDesc.of(bits, element()));
      code.invokestatic(
          box,
          (narrow ? "int" : "long") + "BitsTo" + (narrow ? "Float" : "Double"),
          MethodTypeDesc.of(element(), bits));
      return store();
    }
    code.loadLocal(kind(), a);
    names.pushOperator(code, VectorNames.COMPARISON, "NE");
    code.loadLocal(kind(), a);
    code.invokevirtual(
        vector(),
        "compare",
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
    int mask = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(mask);
    if (type == LaneType.F32) {
      code.loadConstant(Float.NaN);
    } else {
      code.loadConstant(Double.NaN);
    }
    code.aload(mask);
    method("blend", element(), VectorNames.MASK);
    return store();
  }

  /** The lesser of each lane; vectors only. */
  int min(int a, int b) {
    code.loadLocal(kind(), a).loadLocal(kind(), b);
    method("min", VectorNames.VECTOR);
    return store();
  }

  /** The larger of each lane; vectors only. */
  int max(int a, int b) {
    code.loadLocal(kind(), a).loadLocal(kind(), b);
    method("max", VectorNames.VECTOR);
    return store();
  }

  /** Which lanes of a are less than those of b: a mask. Vectors only. */
  int less(int a, int b) {
    code.aload(a);
    names.pushOperator(code, VectorNames.COMPARISON, "LT");
    code.aload(b);
    code.invokevirtual(
        vector(),
        "compare",
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, VectorNames.VECTOR));
    return storeReference();
  }

  /** Lanes of b where a mask is set, of a elsewhere; vectors only. */
  int blend(int a, int b, int mask) {
    code.aload(a).aload(b).aload(mask);
    method("blend", VectorNames.VECTOR, VectorNames.MASK);
    return store();
  }

  /** The other lanes. */
  int not(int mask) {
    code.aload(mask);
    code.invokevirtual(VectorNames.MASK, "not", MethodTypeDesc.of(VectorNames.MASK));
    return storeReference();
  }

  /** Lanes of a mask without those of another. */
  int andNot(int mask, int without) {
    code.aload(mask).aload(without);
    code.invokevirtual(
        VectorNames.MASK, "andNot", MethodTypeDesc.of(VectorNames.MASK, VectorNames.MASK));
    return storeReference();
  }

  /** As many lanes as a mask has, the first ones. */
  int first(int mask) {
    code.aload(mask);
    code.invokevirtual(VectorNames.MASK, "compress", MethodTypeDesc.of(VectorNames.MASK));
    return storeReference();
  }

  /** Lanes of a mask, moved together to the first ones. */
  int compress(int a, int mask) {
    code.aload(a).aload(mask);
    method("compress", VectorNames.MASK);
    return store();
  }

  /** Bytes of a number of elements. */
  int bytes(int counter) {
    return addresses.bytes(counter, type.bytes());
  }

  /** Counts the lanes of a mask. */
  void count(int counter, int mask) {
    code.iload(counter).aload(mask);
    code.invokevirtual(VectorNames.MASK, "trueCount", MethodTypeDesc.of(CD_int));
    code.iadd().loadConstant(Integer.MAX_VALUE).iand().istore(counter);
  }

  private int storeReference() {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    return local;
  }

  /**
   * Lane numbers for {@link #select}: a vector of integers as wide as the elements.
   *
   * @param lane the number in each lane
   */
  int lanesOf(int[] lane) {
    LaneType integer = integer();
    ClassDesc array = names.element(integer).arrayType();
    names.pushSpecies(code, integer);
    code.loadConstant(
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, array, data.size()));
    data.add(integer == LaneType.I64 ? Arrays.stream(lane).asLongStream().toArray() : lane);
    code.iconst_0();
    ClassDesc vector = names.vector(integer);
    code.invokestatic(
        vector, "fromArray", MethodTypeDesc.of(vector, VectorNames.SPECIES, array, CD_int));
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    return local;
  }

  /** Lanes of two values, of which the second one's are numbered behind the first one's. */
  int select(int numbers, int a, int b) {
    ClassDesc vector = names.vector(integer());
    code.aload(numbers);
    pushIntegers(a);
    pushIntegers(b);
    code.invokevirtual(
        vector, "selectFrom", MethodTypeDesc.of(vector, VectorNames.VECTOR, VectorNames.VECTOR));
    if (type.isFloat()) {
      code.invokevirtual(
          vector,
          type == LaneType.F32 ? "reinterpretAsFloats" : "reinterpretAsDoubles",
          MethodTypeDesc.of(vector()));
    }
    return store();
  }

  /** Lanes of one value, numbered as {@link #lanesOf} says; vectors of integers only. */
  int permute(int numbers, int a) {
    code.aload(numbers).aload(a);
    method("selectFrom", VectorNames.VECTOR);
    return store();
  }

  private void pushIntegers(int value) {
    code.aload(value);
    if (type.isFloat()) {
      code.invokevirtual(
          vector(),
          type == LaneType.F32 ? "reinterpretAsInts" : "reinterpretAsLongs",
          MethodTypeDesc.of(names.vector(integer())));
    }
  }

  private LaneType integer() {
    return type.bytes() == 8 ? LaneType.I64 : LaneType.I32;
  }

  private void method(String name, ClassDesc... params) {
    code.invokevirtual(vector(), name, MethodTypeDesc.of(vector(), params));
  }

  private int store() {
    int local = code.allocateLocal(kind());
    code.storeLocal(kind(), local);
    return local;
  }

  private TypeKind kind() {
    return isScalar() ? TypeKind.from(element()) : TypeKind.REFERENCE;
  }

  private ClassDesc vector() {
    return names.vector(type);
  }

  private ClassDesc element() {
    return switch (type) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case MASK -> CD_boolean;
    };
  }
}
