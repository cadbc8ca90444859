/**
 * Optimizers: gradient descent, momentum, Adam. In: parameters and their gradient, in any structure
 * of arrays. Out: the next parameters. The examples in {@link dev.sparrow.examples} use them.
 */
@NullMarked
package dev.sparrow.examples.optim;

import org.jspecify.annotations.NullMarked;
