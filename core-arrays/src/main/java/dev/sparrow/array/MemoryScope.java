package dev.sparrow.array;

import dev.sparrow.tree.Tree;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a program at whose end the arrays made in it are closed, without waiting for garbage
 * to be collected:
 *
 * <pre>{@code
 * try (MemoryScope scope = MemoryScope.open()) {
 *   NDArray loss = ...;
 *   return scope.keep(loss);
 * }
 * }</pre>
 *
 * <p>Nothing has to be in a scope; it makes memory predictable where arrays are large. It counts
 * what the thread that opened it makes. Arrays that a compiled function captured stay, and memory
 * under views that were kept.
 */
public final class MemoryScope implements AutoCloseable {
  private static final ThreadLocal<@Nullable MemoryScope> CURRENT = new ThreadLocal<>();

  /** So that arrays made while no scope is open anywhere need not ask their thread. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private static final int FIRST_SWEEP = 1024;

  private final @Nullable MemoryScope outer;
  private final Thread thread = Thread.currentThread();

  /** Weak, so that garbage inside a long scope is collected as anywhere else. */
  private List<WeakReference<ConcreteArray>> made = new ArrayList<>();

  private int nextSweep = FIRST_SWEEP;
  private boolean closed;

  private MemoryScope(@Nullable MemoryScope outer) {
    this.outer = outer;
  }

  /** {@return a new scope within the current one of this thread} */
  public static MemoryScope open() {
    MemoryScope scope = new MemoryScope(CURRENT.get());
    CURRENT.set(scope);
    OPEN.incrementAndGet();
    return scope;
  }

  /**
   * Runs code in a scope of its own and keeps what it returns.
   *
   * @param <T> an array, or a structure of arrays as {@link Tree} understands it
   * @param body the code
   * @return its result
   */
  public static <T> T run(Supplier<T> body) {
    try (MemoryScope scope = open()) {
      return scope.keep(body.get());
    }
  }

  /**
   * Keeps an array, or those in a structure, when this scope is closed: they belong to the scope
   * around it then.
   *
   * @param <T> an array, or a structure of arrays as {@link Tree} understands it
   * @param value the value
   * @return the value
   */
  public <T> T keep(T value) {
    for (NDArray leaf : Tree.leaves(value)) {
      if (leaf instanceof ConcreteArray array && array.scope() == this) {
        array.moveTo(outer);
        if (outer != null) {
          outer.add(array);
        }
      }
    }
    return value;
  }

  /** The scope that an array made now belongs to. */
  static @Nullable MemoryScope current() {
    return OPEN.get() == 0 ? null : CURRENT.get();
  }

  void add(ConcreteArray array) {
    if (made.size() == nextSweep) {
      List<WeakReference<ConcreteArray>> reachable = new ArrayList<>();
      for (WeakReference<ConcreteArray> reference : made) {
        if (isHere(reference.get())) {
          reachable.add(reference);
        }
      }
      made = reachable;
      nextSweep = Math.max(FIRST_SWEEP, 2 * reachable.size());
    }
    made.add(new WeakReference<>(array));
  }

  private boolean isHere(@Nullable ConcreteArray array) {
    return array != null && array.scope() == this && !array.isDeleted();
  }

  /**
   * Closes the arrays that were made in this scope and not kept. Closing it again does nothing.
   *
   * @throws IllegalStateException on another thread, or while a scope within it is open
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Thread.currentThread() != thread || CURRENT.get() != this) {
      throw new IllegalStateException(
          "MemoryScope: scopes are closed from the inside out, by the thread that opened them;"
              + " open them with try");
    }
    closed = true;
    OPEN.decrementAndGet();
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    for (WeakReference<ConcreteArray> reference : made) {
      ConcreteArray array = reference.get();
      if (array != null && isHere(array)) {
        array.close();
      }
    }
    made = List.of();
  }
}
