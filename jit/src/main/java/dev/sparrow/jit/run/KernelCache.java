package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LeafBody;
import dev.sparrow.jit.codegen.LeafWriter;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.Recurrence;
import dev.sparrow.jit.codegen.RecurrenceBody;
import java.util.HashMap;
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

  /** Loops that fold leaves: one for each way to combine elements of each type. */
  private final Map<LeafBody, TieredFrameLoop> leaves = new HashMap<>();

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
    int held = kernels.size() + recurrences.size() + leaves.size();
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

  /** The loop that folds leaves, written now if there is none. */
  synchronized TieredFrameLoop get(LeafBody body) {
    TieredFrameLoop known = leaves.get(body);
    if (known != null) {
      hits++;
      return known;
    }
    misses++;
    TieredFrameLoop written =
        TieredFrameLoop.whenCalledOften(
            LeafWriter.write(body, LoopForm.SCALAR),
            form.of(body.nodes()) == LoopForm.SCALAR ? null : () -> LeafWriter.write(body, form),
            KernelCache::leaf);
    leaves.put(body, written);
    return written;
  }

  /**
   * Some leaves with whole rows and one that is not whole: a path that no trial takes is one that
   * HotSpot leaves out, and it gives up the loop at the first call that takes it.
   */
  private static long[] leaf(long readable, long writable, int elements) {
    long[] frame = new long[LeafWriter.FRAME];
    frame[LeafWriter.ELEMENTS] = readable;
    frame[LeafWriter.PRESENT] = elements == 0 ? 0 : Math.min(5 * elements + 1, ReductionTree.LEAF);
    frame[LeafWriter.LANES] = writable;
    frame[LeafWriter.RESULTS] = writable;
    frame[LeafWriter.LEAVES] = Math.min(3, elements);
    return frame;
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
