/**
 * Products of matrices in memory. {@link dev.sparrow.jit.run} brings operands as evenly strided
 * lines; here they are packed into panels, or read where they lie if they are small or read rarely,
 * and multiplied tile by tile with the microkernels of {@link dev.sparrow.jit.codegen}, in the
 * order that {@link dev.sparrow.graph.ContractionOrder} defines. Results go to the memory that the
 * caller named.
 */
@NullMarked
package dev.sparrow.jit.dot;

import org.jspecify.annotations.NullMarked;
