package dev.sparrow.jit.codegen;

import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.KernelExpr.Load;
import dev.sparrow.jit.lower.KernelExpr.Scalar;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import dev.sparrow.jit.lower.Storage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random bodies over all operations, and random inputs rich in special values. */
final class RandomBodies {
  private static final int INPUTS = 12;
  private static final List<Op> OPS = List.of(Op.values());
  private static final LaneType[] TYPES = LaneType.values();

  private final RandomGenerator random;
  private final Map<LaneType, List<KernelExpr>> byType = new EnumMap<>(LaneType.class);

  RandomBodies(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A body of about {@code size} operations; inputs are one of each type, one uniform of each type,
   * and two narrow ones.
   */
  KernelBody next(int size) {
    byType.clear();
    for (int i = 0; i < TYPES.length; i++) {
      LaneType type = TYPES[i];
      List<KernelExpr> values = new ArrayList<>();
      values.add(new Load(i, type));
      values.add(new Scalar(TYPES.length + i, type));
      values.add(new KernelExpr.Const(bits(type), type));
      byType.put(type, values);
    }
    byType.get(LaneType.I32).add(new Load(2 * TYPES.length, Storage.I8));
    byType.get(LaneType.I32).add(new Load(2 * TYPES.length + 1, Storage.I16));
    byType.get(LaneType.I32).add(LaneOps.indexLow());
    byType.get(LaneType.I32).add(LaneOps.indexHigh());
    for (int i = 0; i < size; i++) {
      KernelExpr node = operation();
      byType.get(node.type()).add(node);
    }
    List<KernelExpr> outputs = new ArrayList<>();
    for (List<KernelExpr> values : byType.values()) {
      outputs.add(values.getLast());
      outputs.add(values.get(random.nextInt(values.size())));
    }
    List<Storage> storages = outputs.stream().map(output -> storage(output.type())).toList();
    return KernelBody.of(INPUTS, outputs, storages);
  }

  private Storage storage(LaneType type) {
    Storage[] narrow = {Storage.I8, Storage.I16, Storage.I32};
    return type == LaneType.I32 ? narrow[random.nextInt(3)] : Storage.of(type);
  }

  private KernelExpr operation() {
    Op op = OPS.get(random.nextInt(OPS.size()));
    return switch (op) {
      case ADD, SUB, MUL, MIN, MAX, EQ, NE, LT, LE -> binary(op, number());
      case AND, OR, XOR -> binary(op, any(LaneType.I32, LaneType.I64, LaneType.MASK));
      case SHL, SHR, USHR, ROL -> shift(op, any(LaneType.I32, LaneType.I64));
      case ULT -> binary(op, any(LaneType.I32, LaneType.I64));
      case DIV -> binary(op, any(LaneType.F32, LaneType.F64));
      case NOT -> LaneOps.apply(op, pick(any(LaneType.I32, LaneType.I64, LaneType.MASK)));
      case NEG, ABS -> LaneOps.apply(op, pick(number()));
      case SQRT, CANONICAL -> LaneOps.apply(op, pick(any(LaneType.F32, LaneType.F64)));
      case FMA -> {
        LaneType type = any(LaneType.F32, LaneType.F64);
        yield LaneOps.fma(pick(type), pick(type), pick(type));
      }
      case SELECT -> {
        LaneType type = any(TYPES);
        yield LaneOps.select(pick(LaneType.MASK), pick(type), pick(type));
      }
      case RARELY -> {
        LaneType type = number();
        yield LaneOps.rarely(pick(LaneType.MASK), pick(type), pick(type));
      }
      case CONVERT -> convert();
      case BITCAST ->
          switch (number()) {
            case I32 -> LaneOps.bitcast(pick(LaneType.I32), LaneType.F32);
            case I64 -> LaneOps.bitcast(pick(LaneType.I64), LaneType.F64);
            case F32 -> LaneOps.canonicalBits(pick(LaneType.F32), LaneType.I32);
            case F64, MASK -> LaneOps.canonicalBits(pick(LaneType.F64), LaneType.I64);
          };
      // Without a vector form: DivisionTest covers them.
      case REM, UDIV, UREM -> LaneOps.neg(pick(number()));
    };
  }

  private KernelExpr convert() {
    return switch (random.nextInt(8)) {
      case 0 -> LaneOps.convert(pick(LaneType.I32), LaneType.F32);
      case 1 -> LaneOps.convert(pick(LaneType.F32), LaneType.I32);
      case 2 -> LaneOps.convert(pick(LaneType.I32), LaneType.F64);
      case 3 -> LaneOps.convert(pick(LaneType.F64), LaneType.I32);
      case 4 -> LaneOps.convert(pick(LaneType.F32), LaneType.F64);
      case 5 -> LaneOps.convert(pick(LaneType.F64), LaneType.F32);
      case 6 -> LaneOps.convert(pick(LaneType.I32), LaneType.I64);
      default -> LaneOps.convert(pick(LaneType.I64), LaneType.I32);
    };
  }

  private KernelExpr binary(Op op, LaneType type) {
    return LaneOps.apply(op, pick(type), pick(type));
  }

  private KernelExpr shift(Op op, LaneType type) {
    KernelExpr count = random.nextBoolean() ? LaneOps.number(random.nextInt(64), type) : pick(type);
    return LaneOps.apply(op, pick(type), count);
  }

  private LaneType number() {
    return any(LaneType.I32, LaneType.I64, LaneType.F32, LaneType.F64);
  }

  private LaneType any(LaneType... types) {
    return types[random.nextInt(types.length)];
  }

  private KernelExpr pick(LaneType type) {
    List<KernelExpr> values = byType.get(type);
    return values.get(random.nextInt(values.size()));
  }

  /** Raw bits of a value: special, small, or arbitrary. */
  long bits(LaneType type) {
    return switch (type) {
      case I32 ->
          switch (random.nextInt(3)) {
            case 0 -> special(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1, 1, 31, 32, 33);
            case 1 -> random.nextInt(-100, 100);
            default -> random.nextInt();
          };
      case I64 ->
          switch (random.nextInt(3)) {
            case 0 -> special(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1L << 32, 1L << 31, 63, 64);
            case 1 -> random.nextInt(-100, 100);
            default -> random.nextLong();
          };
      case F32 -> Float.floatToRawIntBits(floatValue());
      case F64 -> Double.doubleToRawLongBits(doubleValue());
      case MASK -> random.nextInt(2);
    };
  }

  private long special(long... values) {
    return values[random.nextInt(values.length)];
  }

  private float floatValue() {
    float[] specials = {
      0f,
      -0f,
      1f,
      -1f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL,
      Float.MAX_VALUE,
      0x1p31f,
      -0x1p31f,
      0x1.fffffep30f
    };
    return switch (random.nextInt(3)) {
      case 0 -> specials[random.nextInt(specials.length)];
      case 1 -> (float) random.nextGaussian();
      default -> Float.intBitsToFloat(random.nextInt());
    };
  }

  private double doubleValue() {
    double[] specials = {
      0d,
      -0d,
      1d,
      -1d,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      -Double.MIN_NORMAL,
      Double.MAX_VALUE,
      2147483647.5,
      -2147483648.5,
      1e300
    };
    return switch (random.nextInt(3)) {
      case 0 -> specials[random.nextInt(specials.length)];
      case 1 -> random.nextGaussian();
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }
}
