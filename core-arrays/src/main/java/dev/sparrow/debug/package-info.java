/**
 * Looking into programs while they run. In: values of a function, compiled or not, by {@link
 * dev.sparrow.debug.Debug}. Out: lines and calls of Java code, on the thread that runs the program.
 * They travel as {@link dev.sparrow.graph.Effect}s of a graph through {@code dev.sparrow.trace}.
 */
@NullMarked
package dev.sparrow.debug;

import org.jspecify.annotations.NullMarked;
