package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.spi.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The queue of eager operations: computed in order by one worker, at most {@link #IN_FLIGHT}
 * waiting. The caller of one more waits for a place, so that memory in flight stays bounded. A
 * computation may spread over cores by itself.
 */
final class Dispatcher {
  /** Operations that may wait before the caller does; JAX's CPU client uses the same number. */
  static final int IN_FLIGHT = 32;

  /**
   * Work, in simple operations, below which a computation runs on the calling thread: handing over
   * costs some microseconds, in which a core does about this many.
   */
  static final long INLINE_COST = 1L << 16;

  private static final Dispatcher SHARED = new Dispatcher();

  private final Semaphore places = new Semaphore(IN_FLIGHT);
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sparrow-dispatch").factory());

  static Dispatcher shared() {
    return SHARED;
  }

  List<NDArray> dispatch(
      String operation,
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands) {
    if (executable.cost() <= INLINE_COST
        && operands.stream().allMatch(operand -> operand.viewIfReady() != null)) {
      List<View> views;
      ConcreteArray.holdAll(operands);
      try {
        views = executable.run(operands.stream().map(ConcreteArray::heldView).toList());
      } finally {
        operands.forEach(ConcreteArray::unhold);
      }
      List<NDArray> results = new ArrayList<>(views.size());
      for (int i = 0; i < views.size(); i++) {
        results.add(ConcreteArray.ready(resultTypes.get(i), views.get(i)));
      }
      return results;
    }
    return enqueue(operation, executable, resultTypes, operands);
  }

  private List<NDArray> enqueue(
      String operation,
      Executable executable,
      List<ArrayType> resultTypes,
      List<ConcreteArray> operands) {
    // Work in flight holds its operands, so that close() on one of them cannot pull memory away.
    ConcreteArray.holdAll(operands);
    places.acquireUninterruptibly();
    DispatchException site = new DispatchException(operation);
    List<CompletableFuture<View>> futures = new ArrayList<>();
    List<NDArray> results = new ArrayList<>();
    for (ArrayType type : resultTypes) {
      CompletableFuture<View> future = new CompletableFuture<>();
      futures.add(future);
      results.add(ConcreteArray.pending(type, future));
    }
    worker.execute(() -> compute(executable, operands, futures, site));
    return results;
  }

  private void compute(
      Executable executable,
      List<ConcreteArray> operands,
      List<CompletableFuture<View>> futures,
      DispatchException site) {
    try {
      List<View> views = executable.run(operands.stream().map(ConcreteArray::heldView).toList());
      for (int i = 0; i < views.size(); i++) {
        futures.get(i).complete(views.get(i));
      }
    } catch (Throwable failure) {
      // Not swallowed: every reader of a result gets it, with the place of the call.
      site.initCause(failure instanceof DispatchException earlier ? earlier.getCause() : failure);
      futures.forEach(future -> future.completeExceptionally(site));
    } finally {
      operands.forEach(ConcreteArray::unhold);
      places.release();
    }
  }
}
