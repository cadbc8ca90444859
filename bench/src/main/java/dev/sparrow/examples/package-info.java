/**
 * Programs to learn from and to begin with; {@code examples/README.md} lists them. They use what
 * the library exports and nothing else. In: constants and random keys. Out: what they print, and
 * the same as values.
 */
@NullMarked
package dev.sparrow.examples;

import org.jspecify.annotations.NullMarked;
