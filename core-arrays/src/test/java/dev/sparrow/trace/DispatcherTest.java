package dev.sparrow.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.spi.Executable;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Eager dispatch, with executables that do as told instead of kernels. */
@ExtendWith(AllocatorsAtZero.class)
@Timeout(60)
class DispatcherTest {
  private static final ArrayType WORD = ArrayType.of(DType.INT32, 1);
  private static final long COSTLY = Dispatcher.INLINE_COST + 1;

  private final Dispatcher dispatcher = new Dispatcher();

  /** What an executable does with its inputs, and what it claims to cost and to have taken. */
  private record Fake(long cost, OptionalLong nanos, UnaryOperator<List<View>> body)
      implements Executable {
    Fake(long cost, UnaryOperator<List<View>> body) {
      this(cost, OptionalLong.empty(), body);
    }

    Fake took(long nanos) {
      return new Fake(cost, OptionalLong.of(nanos), body);
    }

    @Override
    public List<View> run(List<View> inputs) {
      return body.apply(inputs);
    }
  }

  /** An executable that hands its operand on. */
  private static Fake same(long cost, Runnable first) {
    return new Fake(
        cost,
        inputs -> {
          first.run();
          inputs.getFirst().buffer().retain();
          return inputs;
        });
  }

  private ConcreteArray dispatch(Executable executable, ConcreteArray... operands) {
    return (ConcreteArray)
        dispatcher
            .dispatch("probe", executable, List.of(WORD), List.of(operands), Set.of())
            .getFirst();
  }

  private static ConcreteArray word(int value) {
    return (ConcreteArray) HostValues.array(new int[] {value});
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void cheapWorkOnReadyOperandsRunsOnTheCallingThread() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    NDArray result =
        dispatch(same(Dispatcher.INLINE_COST, () -> ran.set(Thread.currentThread())), word(7));
    assertSame(Thread.currentThread(), ran.get());
    assertTrue(result.isReady());
    assertArrayEquals(new int[] {7}, result.toIntArray());
  }

  @Test
  void costlyWorkReturnsAtOnceAndRunsElsewhere() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Thread> ran = new AtomicReference<>();
    Runnable first =
        () -> {
          await(go);
          ran.set(Thread.currentThread());
        };
    NDArray result = dispatch(same(COSTLY, first), word(7));
    assertFalse(result.isReady());
    assertEquals(WORD, result.type());
    go.countDown();
    assertArrayEquals(new int[] {7}, result.toIntArray());
    assertNotSame(Thread.currentThread(), ran.get());
  }

  @Test
  void costlyWorkThatWasShortBeforeRunsOnTheCallingThread() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    Fake costly = same(COSTLY, () -> ran.set(Thread.currentThread()));
    NDArray result = dispatch(costly.took(Dispatcher.INLINE_NANOS), word(7));
    assertSame(Thread.currentThread(), ran.get());
    assertTrue(result.isReady());
    assertArrayEquals(new int[] {7}, result.toIntArray());
    dispatch(costly.took(Dispatcher.INLINE_NANOS + 1), word(7)).blockUntilReady();
    assertNotSame(Thread.currentThread(), ran.get());
  }

  @Test
  void shortWorkWaitsForItsOperandsElsewhere() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Thread> ran = new AtomicReference<>();
    ConcreteArray operand = dispatch(same(COSTLY, () -> await(go)), word(7));
    Fake costly = same(COSTLY, () -> ran.set(Thread.currentThread()));
    NDArray result = dispatch(costly.took(1), operand);
    assertFalse(result.isReady());
    go.countDown();
    assertArrayEquals(new int[] {7}, result.toIntArray());
    assertNotSame(Thread.currentThread(), ran.get());
  }

  @Test
  void workFollowsItsOperandsInTheOrderOfTheCalls() {
    CountDownLatch go = new CountDownLatch(1);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    Runnable waiting =
        () -> {
          await(go);
          order.add(0);
        };
    ConcreteArray result = dispatch(same(COSTLY, waiting), word(7));
    for (int i = 1; i <= 10; i++) {
      int step = i;
      // Cheap, but its operand is on its way.
      result = dispatch(same(0, () -> order.add(step)), result);
    }
    assertTrue(order.isEmpty());
    go.countDown();
    assertArrayEquals(new int[] {7}, result.toIntArray());
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), order);
  }

  @Test
  void errorsSurfaceWhereTheValueIsReadAndNameTheCall() {
    IllegalArgumentException failure = new IllegalArgumentException("bad lane");
    Fake failing =
        new Fake(
            COSTLY,
            inputs -> {
              throw failure;
            });
    ConcreteArray failed = dispatch(failing, word(7));
    ConcreteArray dependent = dispatch(same(0, () -> {}), failed);
    assertThrows(DispatchException.class, failed::blockUntilReady);
    ConcreteArray afterwards = dispatch(same(0, () -> {}), failed);
    NDArray window = failed.reshape(1, 1);
    DispatchException thrown = assertThrows(DispatchException.class, failed::blockUntilReady);
    assertEquals(
        "probe: failed while computing; the stack trace shows where it was called",
        thrown.getMessage());
    assertSame(failure, thrown.getCause());
    assertTrue(
        List.of(thrown.getStackTrace()).stream()
            .anyMatch(frame -> frame.getMethodName().startsWith("errorsSurface")));
    for (NDArray poisoned : List.of(dependent, afterwards, window)) {
      DispatchException later = assertThrows(DispatchException.class, poisoned::toIntArray);
      assertSame(failure, later.getCause(), "a dependent names the first failure, not a chain");
    }
  }

  @Test
  void errorsOfCheapWorkAreThrownByTheCall() {
    Fake failing =
        new Fake(
            0,
            inputs -> {
              throw new IllegalArgumentException("bad lane");
            });
    assertThrows(IllegalArgumentException.class, () -> dispatch(failing, word(7)));
  }

  @Test
  void theCallerOfOneTooManyWaits() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    ConcreteArray operand = word(7);
    List<ConcreteArray> results = new ArrayList<>();
    for (int i = 0; i < Dispatcher.IN_FLIGHT; i++) {
      results.add(dispatch(same(COSTLY, () -> await(go)), operand));
    }
    AtomicReference<ConcreteArray> last = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform().start(() -> last.set(dispatch(same(COSTLY, () -> {}), operand)));
    while (caller.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertEquals(null, last.get());
    go.countDown();
    caller.join();
    assertArrayEquals(new int[] {7}, last.get().toIntArray());
    results.forEach(result -> assertArrayEquals(new int[] {7}, result.toIntArray()));
  }

  @Test
  void operandsMayBeClosedWhileWorkRuns() {
    for (long cost : new long[] {0, COSTLY}) {
      long before = AllocatorsAtZero.bytesInUseAfterCollection();
      ConcreteArray operand = word(7);
      CountDownLatch closed = new CountDownLatch(1);
      Runnable closing =
          () -> {
            if (cost == 0) {
              operand.close();
            } else {
              await(closed);
            }
          };
      ConcreteArray result = dispatch(same(cost, closing), operand);
      operand.close();
      closed.countDown();
      assertArrayEquals(new int[] {7}, result.toIntArray());
      assertThrows(IllegalStateException.class, operand::toIntArray);
      result.close();
      assertEquals(before, AllocatorsAtZero.bytesInUseAfterCollection());
    }
  }

  @Test
  void closedOperandsAreRefusedWithoutTakingAPlace() {
    ConcreteArray closed = word(7);
    closed.close();
    for (int i = 0; i < 2 * Dispatcher.IN_FLIGHT; i++) {
      assertThrows(
          IllegalStateException.class, () -> dispatch(same(COSTLY, () -> {}), word(1), closed));
    }
    assertArrayEquals(new int[] {7}, dispatch(same(COSTLY, () -> {}), word(7)).toIntArray());
  }
}
