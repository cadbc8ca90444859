package dev.sparrow.array;

import dev.sparrow.trace.TraceSetting;
import java.util.function.Supplier;

/**
 * Default widths of numbers. {@link #JAX32} answers as JAX does out of the box, {@link #WIDE64} as
 * JAX with x64 and as NumPy. A 64-bit dtype that is asked for by name is honoured in both.
 */
public enum Profile {
  /** Default int32, float32; promotion never widens to 64 bits unless an operand has them. */
  JAX32(DType.INT32, DType.FLOAT32),
  /** Default int64, float64. */
  WIDE64(DType.INT64, DType.FLOAT64);

  private static final TraceSetting<Profile> SETTING = TraceSetting.of("profile", JAX32);

  private final DType defaultInt;
  private final DType defaultFloat;

  Profile(DType defaultInt, DType defaultFloat) {
    this.defaultInt = defaultInt;
    this.defaultFloat = defaultFloat;
  }

  /** {@return the profile of this thread: JAX32 unless {@link #run} says otherwise} */
  public static Profile current() {
    return SETTING.current();
  }

  /**
   * Runs code under this profile.
   *
   * @param <R> result type
   * @param body what to run
   * @return its result
   */
  public <R> R run(Supplier<R> body) {
    return SETTING.run(this, body);
  }

  /** {@return the dtype of integer results that nothing else decides} */
  public DType defaultInt() {
    return defaultInt;
  }

  /** {@return the dtype of float results that nothing else decides} */
  public DType defaultFloat() {
    return defaultFloat;
  }

  /** {@return the dtype of complex results that nothing else decides} */
  public DType defaultComplex() {
    return this == JAX32 ? DType.COMPLEX64 : DType.COMPLEX128;
  }
}
