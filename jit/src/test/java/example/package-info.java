/** Code as a user of the library writes it, for tests of what errors say about users' lines. */
@org.jspecify.annotations.NullMarked
package example;
