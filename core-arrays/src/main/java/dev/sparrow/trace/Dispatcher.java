package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.spi.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The queue of eager operations: computed in order by one worker, at most {@link #IN_FLIGHT}
 * waiting. The caller of one more waits for a place, so that memory in flight stays bounded. A
 * computation may spread over cores by itself.
 */
final class Dispatcher {
  /** Operations that may wait before the caller does; JAX's CPU client uses the same number. */
  static final int IN_FLIGHT = 32;

  /** Work, in simple operations, up to which a computation runs on the calling thread. */
  static final long INLINE_COST = 1L << 16;

  /**
   * Time up to which a computation that has been timed runs on the calling thread: noting the place
   * of the call, waking the worker and being woken by it take nearly a tenth of that.
   */
  static final long INLINE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Dispatcher SHARED = new Dispatcher();

  private final Semaphore places = new Semaphore(IN_FLIGHT);
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sparrow-dispatch").factory());

  static Dispatcher shared() {
    return SHARED;
  }

  /**
   * Runs a computation now, or when its turn comes.
   *
   * @param operation what it is called in errors
   * @param executable the computation
   * @param resultTypes types of its results
   * @param operands its operands
   * @param donated numbers of the operands that their owner gives up: deleted when this returns
   * @return its results
   */
  List<NDArray> dispatch(
      String operation,
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands,
      Set<Integer> donated) {
    boolean inline = isShort(executable) && areReady(operands);
    // Work in flight holds its operands, so that close() on one of them cannot pull memory away.
    ConcreteArray.holdAll(operands);
    for (int operand : donated) {
      operands.get(operand).close();
    }
    return inline
        ? runHeld(executable, resultTypes, operands, donated)
        : enqueue(operation, executable, resultTypes, operands, donated);
  }

  /**
   * Runs a computation on the calling thread, once its operands are there: what it does beside
   * computing happens in the order of the calls, and its errors appear where it is called.
   *
   * @param executable the computation
   * @param resultTypes types of its results
   * @param operands its operands
   * @param donated numbers of the operands that their owner gives up: deleted when this returns
   * @return its results
   */
  static List<NDArray> runNow(
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands,
      Set<Integer> donated) {
    ConcreteArray.holdAll(operands);
    for (int operand : donated) {
      operands.get(operand).close();
    }
    return runHeld(executable, resultTypes, operands, donated);
  }

  private static List<NDArray> runHeld(
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands,
      Set<Integer> donated) {
    try {
      List<View> views = run(executable, operands, donated);
      if (views.size() == 1) {
        return List.of(ConcreteArray.ready(resultTypes.getFirst(), views.getFirst()));
      }
      List<NDArray> results = new ArrayList<>(views.size());
      for (int i = 0; i < views.size(); i++) {
        results.add(ConcreteArray.ready(resultTypes.get(i), views.get(i)));
      }
      return results;
    } finally {
      unholdAll(operands);
    }
  }

  private static boolean isShort(Executable executable) {
    return executable.cost() <= INLINE_COST
        || executable.nanos().orElse(Long.MAX_VALUE) <= INLINE_NANOS;
  }

  // Loops rather than streams: a small operation takes less time than setting one up.

  private static boolean areReady(List<ConcreteArray> operands) {
    for (ConcreteArray operand : operands) {
      if (operand.viewIfReady() == null) {
        return false;
      }
    }
    return true;
  }

  private static void unholdAll(List<ConcreteArray> operands) {
    for (ConcreteArray operand : operands) {
      operand.unhold();
    }
  }

  private List<NDArray> enqueue(
      String operation,
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands,
      Set<Integer> donated) {
    places.acquireUninterruptibly();
    DispatchException site = new DispatchException(operation);
    List<CompletableFuture<View>> futures = new ArrayList<>();
    List<NDArray> results = new ArrayList<>();
    for (ArrayType type : resultTypes) {
      CompletableFuture<View> future = new CompletableFuture<>();
      futures.add(future);
      results.add(ConcreteArray.pending(type, future));
    }
    worker.execute(() -> compute(executable, operands, donated, futures, site));
    return results;
  }

  private void compute(
      Executable executable,
      List<ConcreteArray> operands,
      Set<Integer> donated,
      List<CompletableFuture<View>> futures,
      DispatchException site) {
    try {
      List<View> views = run(executable, operands, donated);
      for (int i = 0; i < views.size(); i++) {
        futures.get(i).complete(views.get(i));
      }
    } catch (Throwable failure) {
      // Not swallowed: every reader of a result gets it, with the place of the call.
      site.initCause(failure instanceof DispatchException earlier ? earlier.getCause() : failure);
      futures.forEach(future -> future.completeExceptionally(site));
    } finally {
      unholdAll(operands);
      places.release();
    }
  }

  private static List<View> run(
      Executable executable, List<ConcreteArray> operands, Set<Integer> donated) {
    List<View> views = new ArrayList<>(operands.size());
    for (ConcreteArray operand : operands) {
      views.add(operand.heldView());
    }
    if (donated.isEmpty()) {
      return executable.run(views);
    }
    // Whoever else holds the memory of a donated operand, by a window say, may still read it.
    return executable.run(
        views,
        donated.stream()
            .filter(operand -> operands.get(operand).isHeldOnce())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
