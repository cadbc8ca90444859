/** What the tests of all modules share; published in the test jar. */
@NullMarked
package dev.sparrow.testing;

import org.jspecify.annotations.NullMarked;
