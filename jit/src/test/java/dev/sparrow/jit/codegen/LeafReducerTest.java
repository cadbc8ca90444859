package dev.sparrow.jit.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.lower.LaneArithmetic;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeafReducerTest {
  private static final int[] COUNTS = {0, 1, 13, 63, 64, 65, 207, 1000, 1024};
  private static final List<DType> DTYPES =
      List.of(DType.BOOL, DType.INT32, DType.UINT32, DType.INT64, DType.FLOAT32, DType.FLOAT64);

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void combinesInTheOrderOfTheTree(LoopForm form) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (Monoid monoid : Monoid.values()) {
      for (DType dtype : DTYPES) {
        if (!isDefined(monoid, dtype)) {
          continue;
        }
        LaneType type = laneType(dtype);
        LeafReducer reducer = LeafReducer.of(monoid, dtype, form);
        try (Arena arena = Arena.ofConfined()) {
          long address = arena.allocate((long) ReductionTree.LEAF * type.bytes(), 64).address();
          for (int n : COUNTS) {
            boolean special = random.nextInt(3) == 0;
            for (int i = 0; i < ReductionTree.LEAF; i++) {
              long bits = special ? new RandomBodies(random).bits(type) : mild(type, random);
              KernelInterpreter.store(bits, address, i, type);
            }
            assertEquals(
                byDefinition(monoid, dtype, address, n),
                reducer.reduce(address, n),
                "seed " + seed + " " + monoid + " " + dtype + " n " + n);
          }
        }
      }
    }
  }

  @Test
  void refusesBitsOfFloatsAndNarrowTypes() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LeafReducer.of(Monoid.XOR, DType.FLOAT32, LoopForm.SCALAR));
    assertThrows(
        IllegalArgumentException.class,
        () -> LeafReducer.of(Monoid.SUM, DType.INT8, LoopForm.SCALAR));
  }

  private static long mild(LaneType type, Random random) {
    return switch (type) {
      case I32 -> random.nextInt();
      case I64 -> random.nextLong();
      case F32 -> Float.floatToRawIntBits((float) random.nextGaussian());
      case F64 -> Double.doubleToRawLongBits(random.nextGaussian());
      case MASK -> random.nextInt(20) == 0 ? 1 : 0;
    };
  }

  private static boolean isDefined(Monoid monoid, DType dtype) {
    return !dtype.isFloat()
        || switch (monoid) {
          case SUM, PROD, MAX, MIN -> true;
          case AND, OR, XOR -> false;
        };
  }

  private static LaneType laneType(DType dtype) {
    return switch (dtype) {
      case BOOL -> LaneType.MASK;
      case INT32, UINT32 -> LaneType.I32;
      case INT64 -> LaneType.I64;
      case FLOAT32 -> LaneType.F32;
      case FLOAT64 -> LaneType.F64;
      default -> throw new AssertionError(dtype);
    };
  }

  private static long byDefinition(Monoid monoid, DType dtype, long address, int n) {
    LaneType type = laneType(dtype);
    long[] lanes = new long[ReductionTree.LANES];
    Arrays.fill(lanes, signExtended(monoid.identity(dtype), type));
    for (int i = 0; i < n; i++) {
      int lane = i % ReductionTree.LANES;
      lanes[lane] = combine(monoid, dtype, lanes[lane], KernelInterpreter.load(address, i, type));
    }
    for (int half = ReductionTree.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = combine(monoid, dtype, lanes[lane], lanes[lane + half]);
      }
    }
    return lanes[0];
  }

  private static long signExtended(long bits, LaneType type) {
    return type.bytes() == 4 ? (int) bits : bits;
  }

  private static long combine(Monoid monoid, DType dtype, long x, long y) {
    LaneType type = laneType(dtype);
    if (type == LaneType.MASK) {
      return switch (monoid) {
        case SUM, MAX, OR -> x | y;
        case PROD, MIN, AND -> x & y;
        case XOR -> x ^ y;
      };
    }
    boolean xFirst = Integer.compareUnsigned((int) x, (int) y) < 0;
    Op op =
        switch (monoid) {
          case SUM -> Op.ADD;
          case PROD -> Op.MUL;
          case MAX -> Op.MAX;
          case MIN -> Op.MIN;
          case AND -> Op.AND;
          case OR -> Op.OR;
          case XOR -> Op.XOR;
        };
    if (dtype == DType.UINT32 && op == Op.MAX) {
      return xFirst ? y : x;
    }
    if (dtype == DType.UINT32 && op == Op.MIN) {
      return xFirst ? x : y;
    }
    return LaneArithmetic.apply(op, type, type, x, y);
  }
}
