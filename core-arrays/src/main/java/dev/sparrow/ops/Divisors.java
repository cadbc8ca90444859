package dev.sparrow.ops;

import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;

/** Common divisors and multiples of integers, element by element. Shapes broadcast. */
public final class Divisors {
  private Divisors() {}

  /** Both numbers of Euclid's algorithm. */
  private record Pair(NDArray larger, NDArray smaller) {}

  /**
   * The greatest common divisor.
   *
   * @param x1 integers
   * @param x2 integers
   * @return the largest number that divides both, not negative but for the smallest integer of a
   *     dtype, whose magnitude does not exist; 0 for two zeros
   */
  @JaxName("gcd")
  public static NDArray gcd(NDArray x1, NDArray x2) {
    List<NDArray> in = integers("gcd", x1, x2);
    NDArray zero = Operands.zero(in.getFirst());
    Pair reduced =
        ControlFlow.whileLoop(
            pair -> pair.smaller().ne(0).any(),
            pair -> {
              NDArray more = Lax.apply(Fn.NE, pair.smaller(), zero);
              NDArray rest = Lax.apply(Fn.REM, pair.larger(), pair.smaller());
              return new Pair(
                  Lax.select(more, pair.smaller(), pair.larger()), Lax.select(more, rest, zero));
            },
            new Pair(Arithmetic.abs(in.get(0)), Arithmetic.abs(in.get(1))));
    return reduced.larger();
  }

  /**
   * The least common multiple.
   *
   * @param x1 integers
   * @param x2 integers
   * @return the smallest positive number that both divide, wrapped to the dtype; 0 if one is 0
   */
  @JaxName("lcm")
  public static NDArray lcm(NDArray x1, NDArray x2) {
    List<NDArray> in = integers("lcm", x1, x2);
    NDArray a = Arithmetic.abs(in.get(0));
    NDArray b = Arithmetic.abs(in.get(1));
    NDArray divisor = gcd(a, b);
    NDArray zero = Operands.zero(divisor);
    NDArray multiple = Lax.apply(Fn.MUL, a, Arithmetic.floorDivide(b, divisor));
    return Lax.select(Lax.apply(Fn.EQ, divisor, zero), zero, multiple);
  }

  private static List<NDArray> integers(String operation, NDArray x1, NDArray x2) {
    List<NDArray> in = Operands.promote(operation, x1, x2);
    if (!in.getFirst().dtype().isInteger()) {
      throw new DTypeException(
          operation
              + ": only integers have common divisors, got "
              + x1.dtype()
              + " and "
              + x2.dtype());
    }
    return Shaping.broadcastArrays(in.get(0), in.get(1));
  }
}
