package dev.sparrow.bench;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.buffer.ByteSize;
import dev.sparrow.ops.Creation;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Short-lived temporaries in a loop, none of them closed: memory has to come back by itself, or the
 * limit is reached soon.
 */
public final class Soak {
  /** Temporaries between two looks at the memory taken; a power of two. */
  private static final int SAMPLE = 1024;

  private Soak() {}

  /**
   * What a run took.
   *
   * @param temporaries how many arrays were made
   * @param bytesEach bytes of one
   * @param nanos how long it took
   * @param mostBytes the most memory that was seen taken, in use or idle
   * @param limit most bytes there could be
   * @param collections garbage collections
   * @param collectionMillis time of those
   */
  public record Figures(
      long temporaries,
      long bytesEach,
      long nanos,
      long mostBytes,
      long limit,
      long collections,
      long collectionMillis) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d temporaries of %s, %s in all, under a limit of %s:%n"
              + "%.1f s, %.2f us each; at most %s taken; %d collections in %.1f s",
          temporaries,
          ByteSize.text(bytesEach),
          ByteSize.text(temporaries * bytesEach),
          ByteSize.text(limit),
          nanos / 1e9,
          nanos / 1e3 / temporaries,
          ByteSize.text(mostBytes),
          collections,
          collectionMillis / 1e3);
    }
  }

  /**
   * Adds 1 to a vector again and again, each sum a new array.
   *
   * @param temporaries how many sums
   * @param elements float32 elements of each
   * @return what it took
   * @throws IllegalStateException if a value is wrong in the end
   */
  public static Figures run(long temporaries, long elements) {
    BufferPool pool = BufferPool.shared();
    long collections = total(GarbageCollectorMXBean::getCollectionCount);
    long millis = total(GarbageCollectorMXBean::getCollectionTime);
    NDArray zeros = Creation.zeros(Shape.of(elements), DType.FLOAT32);
    NDArray sum = zeros;
    long most = 0;
    long begin = System.nanoTime();
    for (long i = 0; i < temporaries; i++) {
      // Starting over now and then keeps the sums exact.
      sum = (i & (SAMPLE - 1)) == 0 ? zeros.add(1.0) : sum.add(1.0);
      if ((i & (SAMPLE - 1)) == SAMPLE - 1) {
        most = Math.max(most, pool.bytesAllocated());
      }
    }
    double expected = (temporaries - 1 & (SAMPLE - 1)) + 1;
    double last = sum.get(elements - 1).toDouble();
    long nanos = System.nanoTime() - begin;
    if (last != expected) {
      throw new IllegalStateException("soak: the last sum is " + last + " and not " + expected);
    }
    return new Figures(
        temporaries,
        elements * DType.FLOAT32.bytes(),
        nanos,
        Math.max(most, pool.bytesAllocated()),
        pool.limit(),
        total(GarbageCollectorMXBean::getCollectionCount) - collections,
        total(GarbageCollectorMXBean::getCollectionTime) - millis);
  }

  private static long total(ToLongFunction<GarbageCollectorMXBean> figure) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(figure).sum();
  }
}
