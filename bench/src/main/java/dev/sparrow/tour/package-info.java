/**
 * The tutorial as a program: each step's code and what it gives. In: nothing. Out: text. Read
 * {@link dev.sparrow.tour.Tour} from top to bottom beside what {@code ./sparrow tour} prints.
 */
@NullMarked
package dev.sparrow.tour;

import org.jspecify.annotations.NullMarked;
