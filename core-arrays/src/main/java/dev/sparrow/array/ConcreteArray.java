package dev.sparrow.array;

import dev.sparrow.buffer.AllocationSites;
import dev.sparrow.buffer.ByteSize;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Literal;
import dev.sparrow.trace.UserCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An array with data, or with data on its way. The only kind of array outside traced functions;
 * users see it as {@link NDArray}.
 *
 * <p>Its memory goes back when the array is closed or becomes unreachable, and not before work in
 * flight that reads it is done.
 */
public final class ConcreteArray extends NDArray {
  private static final Cleaner CLEANER = Cleaner.create();

  private static final VarHandle DELETED = handle(ConcreteArray.class, "deleted", boolean.class);

  private final Memory memory;

  /** Null where the memory needs no release: a small array's, a constant's. */
  private final Cleaner.@Nullable Cleanable cleanable;

  /** Written by {@link #DELETED}. */
  private volatile boolean deleted;

  /** Whose end closes this array; null for none. */
  private volatile @Nullable MemoryScope scope;

  private ConcreteArray(ArrayType type, Memory memory) {
    super(type);
    this.memory = memory;
    this.cleanable = memory.needsRelease() ? CLEANER.register(this, memory) : null;
    MemoryScope current = MemoryScope.current();
    if (current != null && memory.literal == null) {
      scope = current;
      current.add(this);
    }
  }

  private static VarHandle handle(Class<?> owner, String field, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, field, type);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  /** The part of an array that its cleaner may reach. */
  private static final class Memory implements Runnable {
    private static final VarHandle HOLDS = handle(Memory.class, "holds", int.class);

    final @Nullable Literal literal;
    final @Nullable Literal exact;
    final boolean dense;

    /** Completes with the view; null where the view was there from the start. */
    private final @Nullable CompletableFuture<View> future;

    /** Where the data lies, once that is known. */
    private volatile @Nullable View view;

    /** Written by {@link #HOLDS}. */
    private volatile int holds = 1;

    /** Null unless places are traced. */
    private final AllocationSites.@Nullable Use use;

    Memory(View view, long bytes) {
      this.view = view;
      this.future = null;
      this.dense = false;
      this.literal = null;
      this.exact = null;
      this.use = traced(bytes);
    }

    Memory(CompletableFuture<View> future, boolean dense, long bytes) {
      this.future = future;
      this.dense = dense;
      this.literal = null;
      this.exact = null;
      this.use = traced(bytes);
    }

    /** A constant takes memory only when a kernel or reader asks for it. */
    Memory(Literal literal, Literal exact) {
      this.future = null;
      this.literal = literal;
      this.exact = exact;
      this.dense = true;
      this.use = null;
    }

    private static AllocationSites.@Nullable Use traced(long bytes) {
      if (!AllocationSites.isTracing()) {
        return null;
      }
      Optional<StackWalker.StackFrame> caller = UserCode.frame();
      return AllocationSites.open(
          () -> caller.map(UserCode::line).orElse("an unknown place"), bytes);
    }

    /** Whether the data's memory is not given back until {@link #drop}. */
    boolean needsRelease() {
      if (use != null) {
        return true;
      }
      View present = view;
      return present != null ? !present.buffer().isFreedUnreleased() : future != null;
    }

    /** The view, or null while it is being computed and if that failed. */
    @Nullable View viewIfReady() {
      View present = view;
      if (present != null) {
        return present;
      }
      if (future == null) {
        return materialise();
      }
      if (!future.isDone() || future.isCompletedExceptionally()) {
        return null;
      }
      present = future.join();
      view = present;
      return present;
    }

    /** The view; waits for it. */
    View join() {
      View present = view;
      if (present == null) {
        present = future == null ? materialise() : future.join();
        view = present;
      }
      return present;
    }

    boolean isDone() {
      return future == null || future.isDone();
    }

    private synchronized View materialise() {
      View present = view;
      if (present == null) {
        present = Elements.scalarView(Objects.requireNonNull(literal));
        view = present;
      }
      return present;
    }

    void hold() {
      HOLDS.getAndAdd(this, 1);
    }

    boolean isHeldOnce() {
      return holds == 1;
    }

    void drop() {
      if ((int) HOLDS.getAndAdd(this, -1) != 1) {
        return;
      }
      if (use != null) {
        use.close();
      }
      View present = view;
      if (present != null) {
        present.buffer().release();
      } else if (future != null) {
        future.whenComplete((late, failure) -> {
          if (late != null) {
            late.buffer().release();
          }
        });
      }
    }

    /** What a cleaner does. */
    @Override
    public void run() {
      drop();
    }
  }

  /**
   * An array whose data is there.
   *
   * @param type dtype and shape
   * @param view where the data lies; the array becomes a holder of its buffer in the caller's place
   * @return the array
   */
  public static ConcreteArray ready(ArrayType type, View view) {
    return new ConcreteArray(type, new Memory(view, bytes(type)));
  }

  /**
   * An array whose data is being computed.
   *
   * @param type dtype and shape
   * @param future completes with a dense view whose buffer the array then holds
   * @return the array
   */
  public static ConcreteArray pending(ArrayType type, CompletableFuture<View> future) {
    return new ConcreteArray(type, new Memory(future, true, bytes(type)));
  }

  /**
   * A scalar made from a Java number; it stands as a literal in traced graphs.
   *
   * @param literal the value
   * @return the array
   */
  public static ConcreteArray scalar(Literal literal) {
    return new ConcreteArray(literal.type(), new Memory(literal, literal));
  }

  /**
   * A weak scalar that remembers the number it was written with: alone it has the default dtype,
   * beside a wider array the nearest value of that.
   *
   * @param exact the number, weak
   * @param dtype dtype while it is alone
   * @return the array
   */
  public static ConcreteArray weak(Literal exact, DType dtype) {
    Literal literal = exact.convert(dtype, true);
    return new ConcreteArray(literal.type(), new Memory(literal, exact));
  }

  /**
   * A window on this array's memory.
   *
   * @param type dtype and shape of the window
   * @param layout where the window lies, given where this array lies
   * @return the window, pending if this array is
   */
  public ConcreteArray window(ArrayType type, UnaryOperator<View> layout) {
    hold();
    CompletableFuture<View> pending = memory.future;
    View present = memory.viewIfReady();
    if (present == null && pending != null) {
      CompletableFuture<View> future = pending.thenApply(view -> retained(layout.apply(view)));
      future.whenComplete((view, failure) -> unhold());
      return new ConcreteArray(type, new Memory(future, false, 0));
    }
    try {
      return new ConcreteArray(type, new Memory(retained(layout.apply(heldView())), 0));
    } finally {
      unhold();
    }
  }

  private static long bytes(ArrayType type) {
    return type.shape().size() * type.dtype().bytes();
  }

  /** The scope that closes this array, or null. */
  @Nullable MemoryScope scope() {
    return scope;
  }

  /** Lets another scope close this array, or none. */
  void moveTo(@Nullable MemoryScope other) {
    scope = other;
  }

  /** Keeps this array open when the scope it was made in ends: a compiled function captured it. */
  public void leaveScope() {
    scope = null;
  }

  private static View retained(View window) {
    window.buffer().retain();
    return window;
  }

  /** {@return the constant this array was made from, or null} */
  public @Nullable Literal literal() {
    return memory.literal;
  }

  /** {@return the number this constant was written with, maybe wider than its dtype, or null} */
  public @Nullable Literal exact() {
    return memory.exact;
  }

  /**
   * {@return whether the data is known to lie in row-major order, even if it is on its way or will
   * never come}
   */
  public boolean isKnownDense() {
    if (memory.dense || !isReady()) {
      return memory.dense;
    }
    View view = viewIfReady();
    return view == null || view.isDense();
  }

  /**
   * Where the data lies; waits for it.
   *
   * @return the view, valid while this array is reachable and not closed
   */
  public View view() {
    checkNotDeleted();
    return heldView();
  }

  /**
   * Runs code on the data; the memory stays while it runs. Waits for the data.
   *
   * @param <R> result type
   * @param body reads the view and keeps nothing of it
   * @return what the code returns
   */
  public <R> R read(Function<View, R> body) {
    hold();
    try {
      return body.apply(heldView());
    } finally {
      unhold();
    }
  }

  /** {@return where the data lies, or null while it is being computed and if that failed} */
  public @Nullable View viewIfReady() {
    checkNotDeleted();
    return memory.viewIfReady();
  }

  /** {@return where the data lies, for work that holds this array; waits for it} */
  public View heldView() {
    try {
      return memory.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Keeps the memory until {@link #unhold}, whatever happens to this array. */
  public void hold() {
    checkNotDeleted();
    memory.hold();
  }

  /**
   * Holds all of some arrays, or none if one of them was closed.
   *
   * @param arrays the arrays
   */
  public static void holdAll(List<ConcreteArray> arrays) {
    int held = 0;
    try {
      for (; held < arrays.size(); held++) {
        arrays.get(held).hold();
      }
    } finally {
      if (held < arrays.size()) {
        arrays.subList(0, held).forEach(ConcreteArray::unhold);
      }
    }
  }

  /** Ends a {@link #hold}. */
  public void unhold() {
    memory.drop();
  }

  /**
   * Whether nobody but one holder can read this memory: the array is deleted, one piece of work
   * holds it, and no window lies on it.
   *
   * @return whether that work may write over it
   */
  public boolean isHeldOnce() {
    return deleted
        && memory.isHeldOnce()
        && memory.literal == null
        && !heldView().buffer().isShared();
  }

  @Override
  public boolean isReady() {
    return memory.isDone();
  }

  @Override
  public NDArray blockUntilReady() {
    view();
    return this;
  }

  @Override
  public boolean isDeleted() {
    return deleted;
  }

  @Override
  public void close() {
    if (DELETED.compareAndSet(this, false, true)) {
      if (cleanable != null) {
        cleanable.clean();
      } else {
        memory.drop();
      }
    }
  }

  private void checkNotDeleted() {
    if (deleted) {
      throw new IllegalStateException("Array has been deleted with shape=" + type() + ".");
    }
  }

  @Override
  public String summary() {
    String state = deleted ? ", deleted" : isReady() ? "" : ", being computed";
    return type() + ", " + ByteSize.text(bytes(type())) + state;
  }

  /**
   * {@return the values alone, as NumPy's {@code str} prints them, a scalar as Python prints the
   * number; waits for them}
   */
  public String valueText() {
    return ArrayPrinter.str(this);
  }

  /** {@return the values as JAX's {@code repr} prints them; waits for them} */
  @Override
  public String toString() {
    return ArrayPrinter.repr(this);
  }
}
