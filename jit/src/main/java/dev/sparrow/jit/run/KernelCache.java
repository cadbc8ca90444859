package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LoopForm;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kernels by what they compute. Sizes, addresses and strides are no part of a body, so one kernel
 * serves arrays of any shape, eager and compiled. Bounded: the kernel used longest ago goes first.
 */
public final class KernelCache {
  /** Kernels kept. */
  static final int CAPACITY = 2048;

  private static final KernelCache SHARED = new KernelCache(LoopForm.preferred(), CAPACITY);

  private final LoopForm form;
  private final LinkedHashMap<KernelBody, Kernel> kernels;
  private long hits;
  private long misses;

  KernelCache(LoopForm form, int capacity) {
    this.form = form;
    this.kernels =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<KernelBody, Kernel> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * What the cache did since the JVM started.
   *
   * @param hits requests answered by a kernel that was there
   * @param misses requests for which a kernel was written
   * @param kernels kernels held now
   */
  public record Statistics(long hits, long misses, int kernels) {}

  /** {@return the cache of this JVM} */
  public static KernelCache shared() {
    return SHARED;
  }

  /** {@return counters, now} */
  public synchronized Statistics statistics() {
    return new Statistics(hits, misses, kernels.size());
  }

  /** The kernel of a body, written now if there is none. */
  synchronized Kernel get(KernelBody body) {
    Kernel kernel = kernels.get(body);
    if (kernel != null) {
      hits++;
      return kernel;
    }
    misses++;
    kernel = TieredKernel.of(body, form);
    kernels.put(body, kernel);
    return kernel;
  }
}
