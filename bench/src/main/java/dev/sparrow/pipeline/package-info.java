/**
 * A pipeline of Arrow record batches. In: an Arrow file and the name of a function. Out: an Arrow
 * file with one more column, made batch by batch in bounded memory.
 */
@NullMarked
package dev.sparrow.pipeline;

import org.jspecify.annotations.NullMarked;
