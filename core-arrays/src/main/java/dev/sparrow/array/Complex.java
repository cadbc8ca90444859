package dev.sparrow.array;

/**
 * One complex number outside arrays.
 *
 * @param real real part
 * @param imaginary imaginary part
 */
public record Complex(double real, double imaginary) {
  /** {@return the number as Python prints it: {@code (1.0+2.0j)}} */
  @Override
  public String toString() {
    boolean signed = imaginary < 0 || 1 / imaginary < 0;
    return "(" + real + (signed ? "" : "+") + imaginary + "j)";
  }
}
