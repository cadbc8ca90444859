package dev.sparrow.array;

import dev.sparrow.buffer.AllocationSites;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.buffer.ByteSize;
import java.util.List;

/**
 * What array memory is in use and, if places are traced, who asked for it. Arrays that nobody can
 * reach count until garbage is collected. Small ones made one after another share 32 KiB: one that
 * can be reached keeps the others counted, unless they are closed or places are traced.
 *
 * <p>To find a leak, start the JVM with {@code -Dsparrow.memory.trace=true}, or call {@link
 * #startTracing} early, and print a report when all memory should be free: each line names a place
 * in your code whose arrays are still there.
 *
 * @param bytesInUse bytes of arrays
 * @param bytesIdle bytes kept for the next arrays
 * @param limit most bytes there can be
 * @param isTraced whether places were recorded
 * @param sites what is in use by places, the largest first; arrays made before tracing began are in
 *     none
 */
public record MemoryReport(
    long bytesInUse,
    long bytesIdle,
    long limit,
    boolean isTraced,
    List<AllocationSites.Site> sites) {
  /** Copies the list. */
  public MemoryReport {
    sites = List.copyOf(sites);
  }

  /** {@return how it is now} */
  public static MemoryReport now() {
    BufferPool pool = BufferPool.shared();
    long used = pool.bytesInUse();
    return new MemoryReport(
        used,
        Math.max(pool.bytesAllocated() - used, 0),
        pool.limit(),
        AllocationSites.isTracing(),
        AllocationSites.inUse());
  }

  /** Records from now on where arrays are made; each then takes some microseconds longer. */
  public static void startTracing() {
    AllocationSites.start();
  }

  /** Records no more places, and forgets those recorded. */
  public static void stopTracing() {
    AllocationSites.stop();
  }

  /** {@return the figures in one line, and a line for each place} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("array memory: ")
        .append(ByteSize.text(bytesInUse))
        .append(" in use, ")
        .append(ByteSize.text(bytesIdle))
        .append(" idle, limit ")
        .append(ByteSize.text(limit));
    if (!isTraced) {
      text.append("; -D")
          .append(AllocationSites.PROPERTY)
          .append("=true tells where arrays are made");
    }
    for (AllocationSites.Site site : sites) {
      text.append("\n  ").append(site);
    }
    return text.toString();
  }
}
