/**
 * Pointwise functions as machine-level expressions. In: a core function with its dtypes. Out: a
 * {@link dev.sparrow.jit.lower.KernelExpr}, a DAG over about thirty operations in which every
 * transcendental function is spelt out. Next: {@code dev.sparrow.jit.codegen} writes it as a loop.
 */
@org.jspecify.annotations.NullMarked
package dev.sparrow.jit.lower;
