package dev.sparrow.tour;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.arange;
import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.random.Random.foldIn;
import static dev.sparrow.random.Random.key;
import static dev.sparrow.random.Random.keyData;
import static dev.sparrow.random.Random.normal;
import static dev.sparrow.random.Random.split;
import static dev.sparrow.random.Random.uniform;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.ImmutableArrayException;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.random.Random;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Arrays;

/**
 * The ideas of Sparrow in the order in which a newcomer meets them. Every step is a line of code
 * and its result; the random values are those that JAX gives for the same keys.
 */
public final class Tour {
  private static final int TIMED_CALLS = 15;

  private final PrintStream out;
  private final int draws;
  private final Duration warmUp;

  /**
   * A tour.
   *
   * @param out where it prints
   * @param draws elements of the arrays it measures with
   * @param warmUp how long each function runs before it is timed; HotSpot compiles meanwhile
   */
  public Tour(PrintStream out, int draws, Duration warmUp) {
    this.out = out;
    this.draws = draws;
    this.warmUp = warmUp;
  }

  /** Takes all steps. */
  public void run() {
    arrays();
    immutability();
    rebinding();
    keys();
    manyKeys();
    compilation();
    dispatch();
  }

  /** Arrays are made and combined as in NumPy. */
  private void arrays() {
    title("Arrays as in NumPy");
    NDArray x = arange(10);
    show("x = arange(10)", x);
    show("sin(x)", sin(x));
    show("x.reshape(2, 5).sum(0)", x.reshape(2, 5).sum(0));
    show("x.mul(1.67).dtype()", x.mul(1.67).dtype());
  }

  /** No operation changes an array: an update is a new one. */
  private void immutability() {
    title("Arrays never change");
    NDArray x = arange(10);
    NDArray y = x.at(0).set(99);
    show("y = x.at(0).set(99)", y);
    show("x", x);
    try {
      x.set(0, 99);
    } catch (ImmutableArrayException refused) {
      showError("x.set(0, 99)", refused);
    }
    // The memory itself can be read without a copy, and only read.
    ByteBuffer memory = x.asByteBuffer();
    try {
      memory.putInt(0, 99);
    } catch (ReadOnlyBufferException refused) {
      showError("memory.putInt(0, 99)", refused);
    }
  }

  /** What {@code x += 1} does in Python: the name moves on, other names keep the old array. */
  private void rebinding() {
    title("A name can move to a new array");
    NDArray x = arange(3);
    NDArray original = x;
    x = x.add(1);
    show("x = x.add(1)", x);
    show("original", original);
  }

  /** Randomness is a value, too: the key. Who has the key has the numbers. */
  private void keys() {
    title("Random numbers from keys, the numbers of JAX");
    NDArray key = key(0);
    show("keyData(key(0))", keyData(key));
    show("normal(key)", normal(key));
    show("normal(key)", normal(key));
    show("normal(key, 3)", normal(key, 3));
    show("uniform(key, 3)", uniform(key, 3));
    // One key, one use: to draw again, split.
    NDArray pair = split(key);
    show("keyData(split(key))", keyData(pair));
    NDArray newKey = pair.get(0);
    NDArray subkey = pair.get(1);
    show("normal(subkey)", normal(subkey));
    show("normal(split(newKey).get(1))", normal(split(newKey).get(1)));
    show("keyData(foldIn(key(0), 7))", keyData(foldIn(key(0), 7)));
  }

  /** Several keys: element by element, at once, and through vmap. */
  private void manyKeys() {
    title("Three keys: one by one, at once, and mapped");
    NDArray key = key(42);
    show("normal(key(42))", normal(key));
    NDArray keys = split(key, 3);
    for (int i = 0; i < 3; i++) {
      show("normal(keys.get(" + i + "))", normal(keys.get(i)));
    }
    // One key and a shape is one stream: other numbers than three keys give.
    show("normal(key, 3)", normal(key, 3));
    NDArray mapped = vmap(Random::normal).apply(keys);
    show("vmap(Random::normal).apply(keys)", mapped);
    boolean same = true;
    for (int i = 0; i < 3; i++) {
      same &= Arrays.equals(mapped.get(i).toByteArray(), normal(keys.get(i)).toByteArray());
    }
    show("same bits as one by one", same);
  }

  /** The scaled exponential linear unit; any function of arrays can be compiled. */
  static NDArray selu(NDArray x) {
    double alpha = 1.67;
    double lambda = 1.05;
    return where(x.gt(0), x, exp(x).mul(alpha).sub(alpha)).mul(lambda);
  }

  /** jit traces a function once and fuses its operations into one pass over memory. */
  private void compilation() {
    title("Eager and compiled");
    Compiled compiled = jit("selu", Tour::selu);
    show(
        "compiled = jit(\"selu\", Tour::selu); compiled.apply(arange(0.0, 5.0, 1.0))",
        compiled.apply(arange(0.0, 5.0, 1.0)));
    NDArray x = normal(key(1701), draws);
    show("x = normal(key(1701), " + draws + "); compiled.graph(x)", compiled.graph(x));
    byte[] eagerBytes = selu(x).toByteArray();
    show("same bits as eager", Arrays.equals(eagerBytes, compiled.apply(x).toByteArray()));
    out.println("  (milliseconds, median of " + TIMED_CALLS + " calls on this machine)");
    double eager = medianMillis(() -> selu(x).blockUntilReady());
    double jitted = medianMillis(() -> compiled.apply(x).blockUntilReady());
    show("selu(x).blockUntilReady()", "%.3f".formatted(eager));
    show("compiled.apply(x).blockUntilReady()", "%.3f".formatted(jitted));
    show("eager / compiled", "%.1f".formatted(eager / jitted));
  }

  /** An operation returns before its values are there; reading them waits. */
  private void dispatch() {
    title("Calls return at once, values come later");
    NDArray x = normal(key(1701), draws).blockUntilReady();
    long start = System.nanoTime();
    NDArray y = selu(x);
    long returned = System.nanoTime();
    y.blockUntilReady();
    long ready = System.nanoTime();
    out.println("  (milliseconds since the start of the call)");
    show("y = selu(x)", millis(returned - start));
    show("y.blockUntilReady()", millis(ready - start));
  }

  private double medianMillis(Runnable call) {
    long until = System.nanoTime() + warmUp.toNanos();
    do {
      call.run();
    } while (System.nanoTime() < until);
    long[] nanos = new long[TIMED_CALLS];
    for (int i = 0; i < TIMED_CALLS; i++) {
      long start = System.nanoTime();
      call.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[TIMED_CALLS / 2] / 1e6;
  }

  private static String millis(long nanos) {
    return "%.3f".formatted(nanos / 1e6);
  }

  private void title(String text) {
    out.println();
    out.println("== " + text);
  }

  private void show(String code, Object result) {
    out.println("> " + code);
    result.toString().lines().forEach(line -> out.println("  " + line));
  }

  private void showError(String code, RuntimeException error) {
    String message = error.getMessage();
    show(code, error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
  }
}
