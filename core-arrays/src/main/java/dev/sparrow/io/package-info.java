/**
 * Arrays in files. In: an array and a path. Out: a file that other programs read, written whole or
 * not at all; and back. NumPy's formats are {@link dev.sparrow.io.Npy} (one array) and {@link
 * dev.sparrow.io.Npz} (several by name).
 */
@NullMarked
package dev.sparrow.io;

import org.jspecify.annotations.NullMarked;
