/**
 * How far functions are from the true values. In: the functions of {@code dev.sparrow.graph.Fn} as
 * the backend computes them. Out: for each dtype the largest error in units of the last place and
 * where it was, and a page of them. True values come from decimal arithmetic with many digits.
 */
@NullMarked
package dev.sparrow.accuracy;

import org.jspecify.annotations.NullMarked;
