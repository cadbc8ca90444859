package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes {@link LeafReducer}s. The vector form holds the virtual lanes in as many vectors as they
 * fill, a few at a time so that they stay in registers; the scalar form holds them in an array.
 * Unsigned minimum and maximum are signed ones of values with the sign bit flipped.
 */
final class LeafReducerWriter {
  /** A reducer's arguments. */
  record Key(Monoid monoid, DType dtype, LoopForm form) {}

  /** All reducers made: at most one per monoid, type and form. */
  static final Map<Key, LeafReducer> CACHE = new ConcurrentHashMap<>();

  private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
  private static final int ADDRESS = 1;
  private static final int COUNT = 3;

  /** Vectors accumulated at a time; AVX2 has 16 registers, and loads need some. */
  private static final int GROUP = 8;

  private final CodeBuilder code;
  private final Op op;
  private final LaneType type;
  private final long identity;
  private final boolean flipped;
  private final int lanes;
  private final VectorNames names;
  private final int index;

  private LeafReducerWriter(CodeBuilder code, Key key, Op op, LaneType type) {
    this.code = code;
    this.op = op;
    this.type = type;
    this.flipped = key.dtype().isUnsigned() && (op == Op.MIN || op == Op.MAX);
    long bits = key.monoid().identity(key.dtype());
    this.identity = flipped ? bits ^ signBit(type) : bits;
    this.lanes = key.form().vectorBits() / 8 / type.bytes();
    this.names = new VectorNames(lanes);
    this.index = code.allocateLocal(TypeKind.INT);
  }

  private static long signBit(LaneType type) {
    return -1L << (8 * type.bytes() - 1);
  }

  static LeafReducer write(Key key) {
    if (key.dtype() == DType.BOOL) {
      return new BoolLeafReducer(key.monoid());
    }
    LaneType type =
        switch (key.dtype()) {
          case INT32, UINT32 -> LaneType.I32;
          case INT64, UINT64 -> LaneType.I64;
          case FLOAT32 -> LaneType.F32;
          case FLOAT64 -> LaneType.F64;
          default -> throw notReducible(key);
        };
    Op op =
        switch (key.monoid()) {
          case SUM -> Op.ADD;
          case PROD -> Op.MUL;
          case MAX -> Op.MAX;
          case MIN -> Op.MIN;
          case AND -> Op.AND;
          case OR -> Op.OR;
          case XOR -> Op.XOR;
        };
    if (type.isFloat() && (op == Op.AND || op == Op.OR || op == Op.XOR)) {
      throw notReducible(key);
    }
    return KernelWriter.define(
        LeafReducer.class,
        LeafReducer.class.describeConstable().orElseThrow(),
        "reduce",
        MethodTypeDesc.of(CD_long, CD_long, CD_int),
        code -> {
          LeafReducerWriter writer = new LeafReducerWriter(code, key, op, type);
          switch (key.form()) {
            case SCALAR -> writer.writeScalar();
            case VECTOR_128, VECTOR_256, VECTOR_512 -> writer.writeVector();
          }
        });
  }

  private static IllegalArgumentException notReducible(Key key) {
    return new IllegalArgumentException(
        key.monoid().jaxName() + ": no leaf reducer for " + key.dtype() + "; convert first");
  }

  private void writeScalar() {
    ClassDesc array = ScalarCode.desc(type).arrayType();
    TypeKind kind = ScalarCode.kind(type);
    int accumulators = code.allocateLocal(TypeKind.REFERENCE);
    code.loadConstant(ReductionTree.LANES).newarray(kind).astore(accumulators);
    if (identity != 0) {
      code.aload(accumulators);
      ScalarCode.constant(code, identity, type);
      code.invokestatic(
          ClassDesc.of("java.util.Arrays"),
          "fill",
          MethodTypeDesc.of(CD_void, array, ScalarCode.desc(type)));
    }
    loop(
        () -> code.iload(COUNT),
        1,
        () -> {
          code.aload(accumulators);
          code.iload(index).loadConstant(ReductionTree.LANES - 1).iand().dup2();
          code.arrayLoad(kind);
          pushAddress(0);
          ScalarCode.load(code, type);
          flipScalar();
          ScalarCode.apply(code, op, type, type);
          code.arrayStore(kind);
        });
    for (int half = ReductionTree.LANES / 2; half > 0; half /= 2) {
      int distance = half;
      loop(
          () -> code.loadConstant(distance),
          1,
          () -> {
            code.aload(accumulators).iload(index).dup2();
            code.arrayLoad(kind);
            code.aload(accumulators).iload(index).loadConstant(distance).iadd();
            code.arrayLoad(kind);
            ScalarCode.apply(code, op, type, type);
            code.arrayStore(kind);
          });
    }
    code.aload(accumulators).iconst_0().arrayLoad(kind);
    returnBits();
  }

  private void writeVector() {
    int vectors = ReductionTree.LANES / lanes;
    int identityLocal = code.allocateLocal(TypeKind.REFERENCE);
    names.pushSpecies(code, type);
    ScalarCode.constant(code, identity, type);
    ClassDesc vector = names.vector(type);
    code.invokestatic(
        vector, "broadcast", MethodTypeDesc.of(vector, VectorNames.SPECIES, names.element(type)));
    code.astore(identityLocal);
    int whole = code.allocateLocal(TypeKind.INT);
    code.iload(COUNT).loadConstant(-ReductionTree.LANES).iand().istore(whole);
    int[] accumulators = new int[vectors];
    for (int first = 0; first < vectors; first += GROUP) {
      int begin = first;
      int end = Math.min(first + GROUP, vectors);
      for (int k = begin; k < end; k++) {
        accumulators[k] = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(identityLocal).astore(accumulators[k]);
      }
      loop(
          () -> code.iload(whole),
          ReductionTree.LANES,
          () -> {
            for (int k = begin; k < end; k++) {
              int number = k;
              combine(accumulators[k], () -> loadVector(number));
            }
          });
    }
    Label even = code.newLabel();
    code.iload(whole).iload(COUNT).if_icmpeq(even);
    code.iload(whole).istore(index);
    for (int k = 0; k < vectors; k++) {
      int number = k;
      combine(accumulators[k], () -> loadCounted(number, identityLocal));
    }
    code.labelBinding(even);
    for (int half = vectors / 2; half > 0; half /= 2) {
      for (int k = 0; k < half; k++) {
        int other = accumulators[k + half];
        combine(accumulators[k], () -> code.aload(other));
      }
    }
    foldLanes(accumulators[0]);
    returnBits();
  }

  /** accumulator = accumulator op right. */
  private void combine(int accumulator, Runnable pushRight) {
    ClassDesc vector = names.vector(type);
    code.aload(accumulator);
    if (op == Op.XOR) {
      names.pushOperator(code, VectorNames.ASSOCIATIVE, "XOR");
      pushRight.run();
      code.invokevirtual(
          vector, "lanewise", MethodTypeDesc.of(vector, VectorNames.BINARY, VectorNames.VECTOR));
    } else {
      pushRight.run();
      code.invokevirtual(
          vector,
          op.name().toLowerCase(Locale.ROOT),
          MethodTypeDesc.of(vector, VectorNames.VECTOR));
    }
    code.astore(accumulator);
  }

  /** Pushes vector {@code number} of the row of virtual lanes that starts at the index. */
  private void loadVector(int number) {
    ClassDesc vector = names.vector(type);
    names.pushSpecies(code, type);
    code.getstatic(MEMORY, "ALL", VectorNames.SEGMENT);
    pushAddress(number * lanes);
    code.getstatic(MEMORY, "ORDER", VectorNames.BYTE_ORDER);
    code.invokestatic(
        vector,
        "fromMemorySegment",
        MethodTypeDesc.of(
            vector, VectorNames.SPECIES, VectorNames.SEGMENT, CD_long, VectorNames.BYTE_ORDER));
    if (flipped) {
      names.pushOperator(code, VectorNames.ASSOCIATIVE, "XOR");
      ScalarCode.constant(code, signBit(type), type);
      code.invokevirtual(
          vector, "lanewise", MethodTypeDesc.of(vector, VectorNames.BINARY, names.element(type)));
    }
  }

  /** The same, with the identity in place of elements beyond the count. */
  private void loadCounted(int number, int identityLocal) {
    ClassDesc vector = names.vector(type);
    code.aload(identityLocal);
    loadVector(number);
    names.pushSpecies(code, type);
    code.loadConstant(number * lanes);
    code.iload(COUNT).iload(index).isub();
    code.invokeinterface(
        VectorNames.SPECIES, "indexInRange", MethodTypeDesc.of(VectorNames.MASK, CD_int, CD_int));
    code.invokevirtual(
        vector, "blend", MethodTypeDesc.of(vector, VectorNames.VECTOR, VectorNames.MASK));
  }

  /** Pushes the fold by halves of one vector's lanes. */
  private void foldLanes(int accumulator) {
    TypeKind kind = ScalarCode.kind(type);
    int[] values = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      values[lane] = code.allocateLocal(kind);
      code.aload(accumulator).loadConstant(lane);
      code.invokevirtual(
          names.vector(type), "lane", MethodTypeDesc.of(names.element(type), CD_int));
      code.storeLocal(kind, values[lane]);
    }
    for (int half = lanes / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        code.loadLocal(kind, values[lane]).loadLocal(kind, values[lane + half]);
        ScalarCode.apply(code, op, type, type);
        code.storeLocal(kind, values[lane]);
      }
    }
    code.loadLocal(kind, values[0]);
  }

  /** Returns the value on the stack as raw bits. */
  private void returnBits() {
    flipScalar();
    if (type.isFloat()) {
      ScalarCode.apply(code, Op.CANONICAL, type, type);
    }
    ScalarCode.toBits(code, type);
    if (type.bytes() < 8) {
      code.i2l();
    }
    code.lreturn();
  }

  private void flipScalar() {
    if (flipped) {
      ScalarCode.constant(code, signBit(type), type);
      ScalarCode.apply(code, Op.XOR, type, type);
    }
  }

  /** Pushes the address of the element that lies {@code ahead} of the index. */
  private void pushAddress(int ahead) {
    code.lload(ADDRESS).iload(index).i2l();
    code.loadConstant(Integer.numberOfTrailingZeros(type.bytes())).lshl().ladd();
    if (ahead > 0) {
      code.loadConstant((long) ahead * type.bytes()).ladd();
    }
  }

  /** for (index = 0; index < limit; index += step) body. */
  private void loop(Runnable pushLimit, int step, Runnable writeBody) {
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(index);
    code.labelBinding(head);
    code.iload(index);
    pushLimit.run();
    code.if_icmpge(end);
    writeBody.run();
    code.iinc(index, step);
    code.goto_(head);
    code.labelBinding(end);
  }
}
