/**
 * Structures of arrays, JAX's pytrees. In: records, lists, maps, Java arrays and optionals that
 * hold arrays at any depth. Out: the flat list of arrays in them, and a {@link
 * dev.sparrow.tree.TreeDef} that builds an equal structure around other arrays. Transformations
 * ({@code dev.sparrow.jit}, {@code dev.sparrow.transform}) take and return such structures; the
 * primitives below them see flat lists only.
 */
@NullMarked
package dev.sparrow.tree;

import org.jspecify.annotations.NullMarked;
