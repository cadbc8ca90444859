package dev.sparrow.jit.run;

/**
 * Where everything lies during one run: for each slot of a {@link BoundPlan}, the address of its
 * first element and the end of the memory that may be read.
 *
 * @param base address of the first element, by slot
 * @param end one past the last readable byte, by slot
 * @param arena address of what the running step asked for by {@link BoundStep#arenaBytes}
 * @param scratch address of the first worker's scratch
 * @param scratchBytes distance from one worker's scratch to the next one's
 * @param threads workers there is scratch for
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one run and is never compared
record Addresses(
    long[] base, long[] end, long arena, long scratch, long scratchBytes, int threads) {
  /** Address of a worker's scratch. */
  long scratch(int worker) {
    return scratch + worker * scratchBytes;
  }

  /** The same, in which a worker may give slots places of its own. */
  Addresses copy() {
    return new Addresses(base.clone(), end.clone(), arena, scratch, scratchBytes, threads);
  }

  /** Says where a slot lies. */
  void put(int slot, long address, long limit) {
    base[slot] = address;
    end[slot] = limit;
  }
}
