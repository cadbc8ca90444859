package dev.sparrow.buffer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the memory in use was asked for. Nothing is recorded unless tracing is on, since finding
 * the caller takes longer than computing a small array.
 */
public final class AllocationSites {
  /** System property: {@code true} traces from the start. */
  public static final String PROPERTY = "sparrow.memory.trace";

  private static final Set<Use> IN_USE = ConcurrentHashMap.newKeySet();

  private static volatile boolean tracing = Boolean.getBoolean(PROPERTY);

  private AllocationSites() {}

  /** Memory in use, from {@link #open} to {@link #close}. */
  public static final class Use implements AutoCloseable {
    private final Supplier<String> place;
    private final long bytes;

    private Use(Supplier<String> place, long bytes) {
      this.place = place;
      this.bytes = bytes;
    }

    /** Says that the memory is given back. */
    @Override
    public void close() {
      IN_USE.remove(this);
    }
  }

  /**
   * What is in use that one place asked for.
   *
   * @param line where in the user's code
   * @param arrays how many arrays
   * @param bytes their bytes; a view of other memory counts none
   */
  public record Site(String line, long arrays, long bytes) {
    private Site and(Site other) {
      return new Site(line, arrays + other.arrays, bytes + other.bytes);
    }

    @Override
    public String toString() {
      return ByteSize.text(bytes)
          + " in "
          + arrays
          + (arrays == 1 ? " array" : " arrays")
          + " made at "
          + line;
    }
  }

  /** {@return whether places are recorded} */
  public static boolean isTracing() {
    return tracing;
  }

  /** Records the places of all memory from now on. */
  public static void start() {
    tracing = true;
  }

  /** Records no more places, and forgets those recorded. */
  public static void stop() {
    tracing = false;
    IN_USE.clear();
  }

  /**
   * Records memory that is now in use.
   *
   * @param place writes out where it was asked for
   * @param bytes how much
   * @return to be closed when it is given back; null while tracing is off
   */
  public static @Nullable Use open(Supplier<String> place, long bytes) {
    if (!tracing) {
      return null;
    }
    Use use = new Use(place, bytes);
    IN_USE.add(use);
    return use;
  }

  /** {@return what is in use by places, the largest first; empty while tracing is off} */
  public static List<Site> inUse() {
    Map<String, Site> sites = new TreeMap<>();
    for (Use use : IN_USE) {
      Site site = new Site(use.place.get(), 1, use.bytes);
      sites.merge(site.line, site, Site::and);
    }
    return sites.values().stream()
        .sorted(Comparator.comparingLong(Site::bytes).reversed())
        .toList();
  }
}
