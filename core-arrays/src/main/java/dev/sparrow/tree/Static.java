package dev.sparrow.tree;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component that is no array but part of the structure: a name, a size, an enum, a
 * function. Structures are equal if such values are equal and of one class, so a compiled function
 * is traced again for each new value.
 *
 * <pre>{@code
 * record Layer(NDArray w, NDArray b, @Static Activation activation) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Static {}
