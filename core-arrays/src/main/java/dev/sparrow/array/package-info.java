/** What a user holds. */
@org.jspecify.annotations.NullMarked
package dev.sparrow.array;
