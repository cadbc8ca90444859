package dev.sparrow.jit;

/**
 * The memory that a call of a compiled program takes.
 *
 * @param argumentBytes of the arguments it reads, captured arrays included
 * @param outputBytes of its results
 * @param temporaryBytes of what it needs in between, on one thread
 */
public record MemoryAnalysis(long argumentBytes, long outputBytes, long temporaryBytes) {}
