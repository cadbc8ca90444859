package dev.sparrow.jit.codegen;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * How a kernel's loop is written: one element at a time, or in vectors of a width. All forms give
 * the same bits; they differ in speed and in how soon HotSpot makes them fast.
 */
public enum LoopForm {
  /** Plain scalar bytecode: runs tolerably before it is compiled, and needs no incubator module. */
  SCALAR(0),
  /** 128-bit vectors. */
  VECTOR_128(128),
  /** 256-bit vectors. */
  VECTOR_256(256),
  /** 512-bit vectors. */
  VECTOR_512(512);

  private static final String MODULE = "jdk.incubator.vector";

  private final int bits;

  LoopForm(int bits) {
    this.bits = bits;
  }

  /**
   * Width of a vector.
   *
   * @return bits; 0 for the scalar form
   */
  public int vectorBits() {
    return bits;
  }

  /**
   * Elements per pass of the loop.
   *
   * @param body a body
   * @return lanes; 1 for the scalar form
   */
  public int lanes(KernelBody body) {
    return this == SCALAR ? 1 : bits / 8 / body.laneBytes();
  }

  /**
   * The form in which a body is written when this one is asked for.
   *
   * @param body a body
   * @return this form, or SCALAR where the body has no vector form
   */
  public LoopForm of(KernelBody body) {
    return body.isVectorisable() ? this : SCALAR;
  }

  /**
   * The form for this machine: vectors of the preferred width. The system property {@code
   * sparrow.vectorBits} (128, 256 or 512) sets another width, {@code sparrow.vector=off} the scalar
   * form. Without the incubator module the form is SCALAR, and one warning names the flag.
   *
   * @return the form, the same at every call
   * @throws IllegalArgumentException where a property has another value
   */
  public static LoopForm preferred() {
    return Preferred.FORM;
  }

  private static final class Preferred {
    static final LoopForm FORM = find();

    private static LoopForm find() {
      String vector = System.getProperty("sparrow.vector", "on");
      switch (vector) {
        case "off" -> {
          return SCALAR;
        }
        case "on" -> {}
        default ->
            throw new IllegalArgumentException(
                "sparrow.vector: is '" + vector + "'; set it to on or off");
      }
      Optional<Integer> preferredBits = VectorModule.preferredBits();
      if (preferredBits.isEmpty()) {
        System.getLogger(LoopForm.class.getName())
            .log(
                Level.WARNING,
                "kernels run as scalar loops, many times slower, because the module "
                    + MODULE
                    + " is not loaded; start the JVM with --add-modules="
                    + MODULE);
        return SCALAR;
      }
      String bits = System.getProperty("sparrow.vectorBits");
      return ofBits(bits == null ? preferredBits.get().toString() : bits);
    }

    private static LoopForm ofBits(String bits) {
      return switch (bits) {
        case "64" -> SCALAR;
        case "128" -> VECTOR_128;
        case "256" -> VECTOR_256;
        case "512" -> VECTOR_512;
        default ->
            throw new IllegalArgumentException(
                "sparrow.vectorBits: is '" + bits + "'; set it to 128, 256 or 512");
      };
    }
  }
}
