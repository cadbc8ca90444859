package dev.sparrow.jit.run;

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
  private final LinkedHashMap<KernelBody, TieredKernel> kernels;
  private long hits;
  private long misses;

  /** Calls of kernels that are not kept any more. */
  private long pastScalarCalls;

  private long pastVectorCalls;

  KernelCache(LoopForm form, int capacity) {
    this.form = form;
    this.kernels =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<KernelBody, TieredKernel> eldest) {
            if (size() <= capacity) {
              return false;
            }
            pastScalarCalls += eldest.getValue().scalarCalls();
            pastVectorCalls += eldest.getValue().vectorCalls();
            return true;
          }
        };
  }

  /**
   * What the cache did since the JVM started.
   *
   * @param hits requests answered by a kernel that was there
   * @param misses requests for which a kernel was written
   * @param kernels kernels held now
   * @param vectorKernels those among them whose vector loop has taken over
   * @param scalarCalls blocks that scalar loops computed
   * @param vectorCalls blocks that vector loops computed
   */
  public record Statistics(
      long hits, long misses, int kernels, int vectorKernels, long scalarCalls, long vectorCalls) {}

  /** {@return the cache of this JVM} */
  public static KernelCache shared() {
    return SHARED;
  }

  /** {@return counters, now} */
  public synchronized Statistics statistics() {
    long scalarCalls = pastScalarCalls;
    long vectorCalls = pastVectorCalls;
    int warm = 0;
    for (TieredKernel kernel : kernels.values()) {
      scalarCalls += kernel.scalarCalls();
      vectorCalls += kernel.vectorCalls();
      warm += kernel.isWarm() ? 1 : 0;
    }
    return new Statistics(hits, misses, kernels.size(), warm, scalarCalls, vectorCalls);
  }

  /** The kernel of a body, written now if there is none. */
  synchronized TieredKernel get(KernelBody body) {
    TieredKernel kernel = kernels.get(body);
    if (kernel != null) {
      hits++;
      return kernel;
    }
    misses++;
    kernel = new TieredKernel(body, form);
    kernels.put(body, kernel);
    return kernel;
  }
}
