package dev.sparrow.testing;

import dev.sparrow.array.MemoryReport;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.buffer.FreshSlab;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaks array memory: after its last test, once garbage is collected, as
 * many bytes must be in use as before its first one. Use with
 * {@code @ExtendWith(AllocatorsAtZero.class)}.
 */
public final class AllocatorsAtZero implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AllocatorsAtZero.class);
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 20;

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), bytesInUseAfterCollection());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    long before = context.getStore(NAMESPACE).get(context.getUniqueId(), Long.class);
    long after = collect(before);
    if (after > before) {
      throw new AssertionError(
          context.getDisplayName()
              + ": "
              + (after - before)
              + " bytes of array memory are still in use after garbage collection ("
              + before
              + " before the class, "
              + after
              + " after it); an array, a buffer or a hold was not given back; "
              + MemoryReport.now());
    }
  }

  /**
   * {@return bytes in use once arrays that nobody can reach have given theirs back} Whatever lives
   * on then keeps none of the memory of arrays made later.
   */
  public static long bytesInUseAfterCollection() {
    FreshSlab.begin();
    return collect(0, 3);
  }

  /**
   * Collects garbage until no more than {@code wanted} bytes are in use. On a busy machine memory
   * is given back late; what leaks never is: a failure can wait.
   */
  static long collect(long wanted) {
    return collect(wanted, ATTEMPTS);
  }

  /** Collects garbage until no more than {@code wanted} bytes are in use, or nothing changes. */
  private static long collect(long wanted, int patience) {
    long inUse = BufferPool.shared().bytesInUse();
    int unchanged = 0;
    for (int attempt = 0; attempt < ATTEMPTS && inUse > wanted && unchanged < patience; attempt++) {
      System.gc();
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return inUse;
      }
      long now = BufferPool.shared().bytesInUse();
      unchanged = now == inUse ? unchanged + 1 : 0;
      inUse = now;
    }
    return inUse;
  }
}
