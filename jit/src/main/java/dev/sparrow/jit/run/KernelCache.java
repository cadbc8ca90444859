package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.KernelWriter;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.Recurrence;
import dev.sparrow.jit.codegen.RecurrenceBody;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kernels by what they compute. Sizes, addresses and strides are no part of a body, so one kernel
 * serves arrays of any shape, eager and compiled. Bounded: the kernel used longest ago goes first.
 */
public final class KernelCache {
  /** Elements up to which a recurrence takes one after another. */
  private static final int FEW = 4;

  /** Kernels kept. */
  static final int CAPACITY = 2048;

  private static final KernelCache SHARED = new KernelCache(LoopForm.preferred(), CAPACITY);

  private final LoopForm form;
  private final LinkedHashMap<KernelBody, TieredKernel> kernels;
  private final LinkedHashMap<RecurrenceKey, Recurrence> recurrences;

  /** Kernels of single elements. */
  private final LinkedHashMap<KernelBody, Kernel> single;

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
    this.recurrences =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<RecurrenceKey, Recurrence> eldest) {
            return size() > capacity;
          }
        };
    this.single =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<KernelBody, Kernel> eldest) {
            return size() > capacity;
          }
        };
  }

  private record RecurrenceKey(RecurrenceBody body, LoopForm form) {}

  /**
   * What the cache did since the JVM started.
   *
   * @param hits requests answered by a kernel that was there
   * @param misses requests for which a kernel was written
   * @param kernels kernels held now
   * @param vectorKernels those among them whose vector loop has taken over
   * @param scalarCalls blocks that scalar loops computed
   * @param vectorCalls blocks that were asked for when vector loops had taken over
   */
  public record Statistics(
      long hits, long misses, int kernels, int vectorKernels, long scalarCalls, long vectorCalls) {}

  /** {@return the cache of this JVM} */
  public static KernelCache shared() {
    return SHARED;
  }

  /** {@return loops of every kind that wait for a faster form or are being warmed up, now} */
  public static int warmingUp() {
    return WarmUp.shared().pending();
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
    int held = kernels.size() + recurrences.size() + single.size();
    return new Statistics(hits, misses, held, warm, scalarCalls, vectorCalls);
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

  /** The kernel of a body that is run for one element at a time, which is not worth vectors. */
  synchronized Kernel getSingle(KernelBody body) {
    Kernel known = single.get(body);
    if (known != null) {
      hits++;
      return known;
    }
    misses++;
    Kernel written = KernelWriter.write(body, LoopForm.SCALAR);
    single.put(body, written);
    return written;
  }

  /**
   * The loop of a recurrence, written now if there is none.
   *
   * @param body what a step computes
   * @param elements number of elements; a few are not worth vectors
   */
  synchronized Recurrence get(RecurrenceBody body, long elements) {
    LoopForm wanted = elements < FEW ? LoopForm.SCALAR : form;
    RecurrenceKey key = new RecurrenceKey(body, wanted);
    Recurrence known = recurrences.get(key);
    if (known != null) {
      hits++;
      return known;
    }
    misses++;
    Recurrence written = TieredRecurrence.of(body, wanted);
    recurrences.put(key, written);
    return written;
  }
}
