package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.Map;

/**
 * Loads and stores of a vector loop. Masks are bytes in memory and narrow elements are widened to
 * I32 lanes; where a pass has so few of them that they are a word or less, for which there is no
 * species, the word goes through an int.
 */
final class VectorMemory {
  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();

  /** Spreads the low bits of a word to the low bits of its bytes: bit k moves to 8 k. */
  private static final int SPREAD = 0x00204081;

  private final CodeBuilder code;
  private final VectorNames names;
  private final VectorCode vectors;
  private final int lanes;
  private final LaneType maskHome;
  private final Map<Storage, Integer> shiftLocals = new EnumMap<>(Storage.class);

  /**
   * @param code where to write
   * @param names names for the number of lanes
   * @param lanes elements a pass
   * @param maskHome the vectors that loaded masks belong to
   */
  VectorMemory(CodeBuilder code, VectorNames names, int lanes, LaneType maskHome) {
    this.code = code;
    this.names = names;
    this.vectors = new VectorCode(code, names);
    this.lanes = lanes;
    this.maskHome = maskHome;
  }

  /** Computes before the loop what a load needs. */
  void prepare(Load load) {
    Storage storage = load.storage();
    if (!isWord(storage) || shiftLocals.containsKey(storage)) {
      return;
    }
    int local = code.allocateLocal(TypeKind.REFERENCE);
    if (storage == Storage.MASK) {
      vectors.pushLaneNumbers(maskHome, 8);
    } else {
      // Distances that shift each field of the word to the top of its lane.
      int width = 8 * storage.bytes();
      vectors.pushLaneNumbers(LaneType.I32, -width);
      code.loadConstant(Integer.SIZE - width);
      vectors.method("add", LaneType.I32, CD_int);
    }
    code.astore(local);
    shiftLocals.put(storage, local);
  }

  /** Whether a pass's elements are smaller than a lane's type and together a word or less. */
  private boolean isWord(Storage storage) {
    boolean small = storage.isNarrow() || storage == Storage.MASK;
    return small && lanes * storage.bytes() <= Integer.BYTES;
  }

  /** Address on the stack to the lanes of the elements there. */
  void load(Storage storage) {
    if (storage.isNarrow()) {
      loadNarrow(storage);
    } else if (storage == Storage.MASK) {
      loadMask();
    } else {
      loadVector(names.vector(storage.lane()), () -> names.pushSpecies(code, storage.lane()));
    }
  }

  private void loadMask() {
    if (!isWord(Storage.MASK)) {
      loadVector(VectorNames.BYTES, () -> names.pushSmallSpecies(code, Storage.MASK));
      names.pushOperator(code, VectorNames.COMPARISON, "NE");
      code.iconst_0();
      code.invokevirtual(
          VectorNames.BYTES,
          "compare",
          MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, CD_byte));
      vectors.castMask(maskHome);
      return;
    }
    loadWord(Storage.MASK);
    if (maskHome == LaneType.I64) {
      code.i2l();
    }
    vectors.broadcastBits(maskHome);
    names.pushOperator(code, VectorNames.BINARY, "LSHR");
    code.aload(shiftLocals.get(Storage.MASK));
    vectors.lanewise(maskHome);
    vectors.pushNumber(maskHome, 0xFF);
    vectors.method("and", maskHome, names.element(maskHome));
    names.pushOperator(code, VectorNames.COMPARISON, "NE");
    vectors.pushNumber(maskHome, 0);
    code.invokevirtual(
        names.vector(maskHome),
        "compare",
        MethodTypeDesc.of(VectorNames.MASK, VectorNames.COMPARISON, names.element(maskHome)));
  }

  private void loadNarrow(Storage storage) {
    if (!isWord(storage)) {
      ClassDesc vector = VectorNames.small(storage);
      loadVector(vector, () -> names.pushSmallSpecies(code, storage));
      names.pushOperator(code, VectorNames.CONVERSION, VectorNames.smallLetter(storage) + "2I");
      names.pushSpecies(code, LaneType.I32);
      vectors.convertShape(vector, names.vector(LaneType.I32));
      return;
    }
    loadWord(storage);
    vectors.broadcastBits(LaneType.I32);
    names.pushOperator(code, VectorNames.BINARY, "LSHL");
    code.aload(shiftLocals.get(storage));
    vectors.lanewise(LaneType.I32);
    names.pushOperator(code, VectorNames.BINARY, "ASHR");
    code.loadConstant(Integer.SIZE - 8 * storage.bytes());
    vectors.lanewiseNumber(LaneType.I32);
  }

  private void loadWord(Storage storage) {
    String method = "loadBytes" + lanes * storage.bytes();
    code.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_int, CD_long));
  }

  /** Pushes numbers of lanes, from one on, as the lanes of an integer type. */
  void loadLaneNumbers(LaneType type, int first) {
    String place = type == LaneType.I64 ? "LONGS_IN_MEMORY" : "INTS_IN_MEMORY";
    code.getstatic(VectorCode.LANE_NUMBERS, place, CD_long);
    code.loadConstant((long) first * type.bytes()).ladd();
    loadVector(names.vector(type), () -> names.pushSpecies(code, type));
  }

  /** Address on the stack to a vector read there. */
  private void loadVector(ClassDesc vector, Runnable pushSpecies) {
    pushSpecies.run();
    code.dup_x2().pop();
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.dup_x2().pop();
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokestatic(
        vector,
        "fromMemorySegment",
        MethodTypeDesc.of(
            vector, VectorNames.SPECIES, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }

  /** Lanes and above them an address on the stack to nothing. */
  void store(Storage storage) {
    int address = code.allocateLocal(TypeKind.LONG);
    code.lstore(address);
    if (storage.isNarrow()) {
      storeNarrow(storage, address);
    } else if (storage == Storage.MASK) {
      storeMask(address);
    } else {
      storeVector(names.vector(storage.lane()), address);
    }
  }

  /** Lanes and above them an address on the stack to nothing; the first lane goes there. */
  void storeFirst(Storage storage) {
    int address = code.allocateLocal(TypeKind.LONG);
    code.lstore(address);
    code.iconst_0();
    LaneType lane = storage.lane();
    ClassDesc element = lane == LaneType.MASK ? CD_boolean : names.element(lane);
    String read = lane == LaneType.MASK ? "laneIsSet" : "lane";
    code.invokevirtual(names.vector(lane), read, MethodTypeDesc.of(element, CD_int));
    if (lane == LaneType.MASK || storage.isNarrow()) {
      code.lload(address);
      String method = storage.isNarrow() ? "storeBytes" + storage.bytes() : "store";
      code.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_void, element, CD_long));
    } else {
      storeNumber(lane, address);
    }
  }

  /** A number on the stack to nothing. In a long loop, a method that does this may stay a call. */
  private void storeNumber(LaneType lane, int address) {
    ClassDesc element = names.element(lane);
    ClassDesc layout = names.layout(lane);
    int number = code.allocateLocal(TypeKind.from(element));
    code.storeLocal(TypeKind.from(element), number);
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    names.pushLayout(code, lane);
    code.lload(address).loadLocal(TypeKind.from(element), number);
    code.invokeinterface(
        VectorNames.SEGMENT, "set", MethodTypeDesc.of(CD_void, layout, CD_long, element));
  }

  private void storeMask(int address) {
    if (isWord(Storage.MASK)) {
      code.invokevirtual(VectorNames.MASK, "toLong", MethodTypeDesc.of(CD_long));
      code.l2i().loadConstant(SPREAD).imul().loadConstant(0x01010101).iand();
      storeWord(Storage.MASK, address);
      return;
    }
    ClassDesc bytes = VectorNames.BYTES;
    names.pushSmallSpecies(code, Storage.MASK);
    vectors.castToSpecies();
    names.pushSmallSpecies(code, Storage.MASK);
    code.invokestatic(bytes, "zero", MethodTypeDesc.of(bytes, VectorNames.SPECIES));
    code.swap();
    code.iconst_1().swap();
    code.invokevirtual(bytes, "blend", MethodTypeDesc.of(bytes, CD_byte, VectorNames.MASK));
    storeVector(bytes, address);
  }

  private void storeNarrow(Storage storage, int address) {
    ClassDesc vector = VectorNames.small(storage);
    ClassDesc ints = names.vector(LaneType.I32);
    names.pushOperator(code, VectorNames.CONVERSION, "I2" + VectorNames.smallLetter(storage));
    names.pushSmallSpecies(code, storage);
    vectors.convertShape(ints, vector);
    if (isWord(storage)) {
      code.invokevirtual(vector, "reinterpretAsInts", MethodTypeDesc.of(ints));
      code.iconst_0();
      code.invokevirtual(ints, "lane", MethodTypeDesc.of(CD_int, CD_int));
      storeWord(storage, address);
    } else {
      storeVector(vector, address);
    }
  }

  private void storeWord(Storage storage, int address) {
    code.lload(address);
    String method = "storeBytes" + lanes * storage.bytes();
    code.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_void, CD_int, CD_long));
  }

  private void storeVector(ClassDesc vector, int address) {
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    code.lload(address);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokevirtual(
        vector,
        "intoMemorySegment",
        MethodTypeDesc.of(CD_void, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
  }
}
