package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One sample use of a primitive.
 *
 * @param prim the primitive
 * @param types operand types
 * @param domain where operand values lie
 * @param ulps how far a float result may lie from {@link ReferenceOps}
 */
public record OpCase(Primitive prim, List<ArrayType> types, Domain domain, long ulps) {
  /** Copies the list. */
  public OpCase {
    types = List.copyOf(types);
  }

  /** Where operand values lie. */
  public enum Domain {
    /** Special values and random ones of any magnitude. */
    ANY,
    /** Special values and magnitudes up to 1000. */
    MODERATE,
    /** Magnitudes up to 10. */
    SMALL,
    /** From -1 to 1. */
    UNIT,
    /** Above 0. */
    POSITIVE,
    /** From 1. */
    FROM_ONE,
    /** Integers from -2 to 7, around the extents of small arrays; floats of any magnitude. */
    POSITIONS
  }

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e-40,
    -1e-40,
    1e-310,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1 + 0x1p-20
  };

  private static final long[] SPECIAL_INTEGERS = {
    0,
    1,
    -1,
    2,
    31,
    32,
    33,
    63,
    64,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    7,
    -7,
    100
  };

  /** Operand values; equal seeds give equal values. Lines that are searched are sorted. */
  public List<HostArray> operands(long seed) {
    List<HostArray> operands = new ArrayList<>();
    for (ArrayType type : types) {
      SplittableRandom random = new SplittableRandom(seed + 31L * operands.size());
      operands.add(
          HostArray.byPosition(type.dtype(), type.shape(), _ -> element(type.dtype(), random)));
    }
    if (prim instanceof Ordering.SearchSorted) {
      HostArray lines = operands.getFirst();
      Primitive sort = new Ordering.Sort(lines.shape().rank() - 1, true, 1);
      operands.set(0, ReferenceOps.apply(sort, List.of(lines)).getFirst());
    }
    return operands;
  }

  private long element(DType dtype, SplittableRandom random) {
    return switch (dtype.kind()) {
      case BOOL -> random.nextInt(2);
      case KEY -> random.nextLong();
      case SIGNED, UNSIGNED -> Literal.of(integer(random), dtype, false).bits();
      case FLOAT -> Literal.bitsOf(dtype, real(random));
      case COMPLEX -> ReferenceComplex.pack((float) real(random), (float) real(random));
    };
  }

  private long integer(SplittableRandom random) {
    if (domain == Domain.POSITIONS) {
      return random.nextInt(-2, 8);
    }
    return switch (random.nextInt(3)) {
      case 0 -> SPECIAL_INTEGERS[random.nextInt(SPECIAL_INTEGERS.length)];
      case 1 -> random.nextInt(-100, 100);
      default -> random.nextLong();
    };
  }

  private double real(SplittableRandom random) {
    double unit = random.nextDouble(-1, 1);
    boolean special = random.nextInt(4) == 0;
    return switch (domain) {
      case ANY, POSITIONS ->
          special
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : unit * Math.pow(10, random.nextInt(-9, 10));
      case MODERATE ->
          special ? SPECIAL[random.nextInt(10)] : unit * Math.pow(10, random.nextInt(-4, 4));
      case SMALL -> 10 * unit;
      case UNIT -> unit;
      case POSITIVE -> Math.abs(unit) * Math.pow(10, random.nextInt(-9, 10)) + 1e-30;
      case FROM_ONE -> 1 + Math.abs(unit) * Math.pow(10, random.nextInt(-4, 5));
    };
  }

  @Override
  public String toString() {
    return prim + " " + types;
  }
}
