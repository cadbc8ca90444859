package dev.sparrow.jit;

/**
 * What the cache of a compiled function did since the function was made.
 *
 * @param hits calls whose program was there
 * @param misses calls that had to trace; {@link CompiledFunction#explainMisses} says why the last
 *     ones did
 * @param evictions programs given up for others, used longest ago first
 * @param programs programs kept now, at most {@link CompiledFunction#CACHE_SIZE}
 */
public record CacheStatistics(long hits, long misses, long evictions, int programs) {}
