package dev.sparrow.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The JAX functions that a public static method answers to. The conformance runner finds methods by
 * it: {@code @JaxName("sin")} for {@code jax.numpy.sin}, {@code @JaxName("lax.add")},
 * {@code @JaxName({"acos", "arccos"})}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface JaxName {
  /** {@return names, without a prefix for {@code jax.numpy}} */
  String[] value();
}
