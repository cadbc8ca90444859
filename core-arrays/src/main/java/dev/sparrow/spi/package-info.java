/**
 * The one door between arrays and the compiler. In: a graph. Out: an executable that turns views
 * into views. {@code dev.sparrow.jit} provides the backend, found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package dev.sparrow.spi;

import org.jspecify.annotations.NullMarked;
