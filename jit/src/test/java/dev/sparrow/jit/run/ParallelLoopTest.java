package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Graph;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.spi.Executable;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AllocatorsAtZero.class)
class ParallelLoopTest {
  @ParameterizedTest
  @CsvSource({"0,4", "1,4", "3,4", "1000,1", "1000,2", "1001,7"})
  void everyItemIsDoneOnce(int items, int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(items);
    ParallelLoop.run(
        items,
        threads,
        (_, begin, end) -> {
          for (long item = begin; item < end; item++) {
            done.incrementAndGet((int) item);
          }
        });
    int[] expected = new int[items];
    java.util.Arrays.fill(expected, 1);
    int[] actual = new int[items];
    java.util.Arrays.setAll(actual, done::get);
    assertArrayEquals(expected, actual);
  }

  @Test
  void aFailureOnAnyThreadReachesTheCaller() {
    for (int bad = 0; bad < 8; bad++) {
      int item = bad;
      Throwable thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  ParallelLoop.run(
                      8,
                      8,
                      (_, begin, end) -> {
                        if (begin <= item && item < end) {
                          throw new IllegalStateException("item " + item);
                        }
                      }));
      assertNotNull(thrown.getMessage());
    }
  }

  @Test
  void aLoopDoesNotWaitForThreadsThatAreBusyElsewhere() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    int all = ParallelLoop.threads();
    // Holds every thread of the pool, and its own.
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                ParallelLoop.run(
                    all,
                    all,
                    (_, begin, end) -> {
                      blocked.countDown();
                      awaitUninterruptibly(release);
                    }));
    blocked.await();
    AtomicIntegerArray done = new AtomicIntegerArray(100);
    ParallelLoop.run(
        100,
        all,
        (_, begin, end) -> {
          for (long item = begin; item < end; item++) {
            done.incrementAndGet((int) item);
          }
        });
    for (int item = 0; item < 100; item++) {
      assertEquals(1, done.get(item));
    }
    release.countDown();
    other.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void theCallerMayKeepLoopsToItself() {
    assertEquals(1, (int) ParallelLoop.onCallingThread(ParallelLoop::threads));
    assertEquals(5, (int) ParallelLoop.withThreads(5, ParallelLoop::threads));
    assertThrows(
        IllegalArgumentException.class, () -> ParallelLoop.withThreads(0, ParallelLoop::threads));
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, (1 << 20) + 1, 3_000_001})
  void bitsDoNotDependOnThreads(int size) {
    NDArray x = Creation.arange(size).astype(DType.FLOAT32).mul(0.37).add(0.1);
    Compiled f =
        Jit.jitList(in -> {
          NDArray a = in.getFirst();
          NDArray rows = a.get("0:1048576").reshape(1024, 1024).mul(1.1);
          NDArray narrow = a.get("0:1048575").reshape(349525, 3);
          return List.of(
              a.mul(a).sum(),
              a.div(a.add(3)),
              a.max(),
              rows.sum(0),
              rows.transpose().sum(0),
              narrow.sum(0),
              narrow.sum(1));
        });
    Graph graph = f.graph(x);
    Executable executable = new JitBackend().compile(graph);
    List<View> inputs = List.of(((dev.sparrow.array.ConcreteArray) x.blockUntilReady()).view());
    List<byte[]> single = run(executable, inputs, graph, 1);
    for (int threads : List.of(2, 3, 8)) {
      List<byte[]> shared = run(executable, inputs, graph, threads);
      for (int i = 0; i < single.size(); i++) {
        assertArrayEquals(single.get(i), shared.get(i), "result " + i + " on " + threads);
      }
    }
    x.close();
  }

  private static List<byte[]> run(
      Executable executable, List<View> inputs, Graph graph, int threads) {
    List<View> views = ParallelLoop.withThreads(threads, () -> executable.run(inputs));
    List<byte[]> bytes = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      try (NDArray result =
          dev.sparrow.array.ConcreteArray.ready(graph.resultTypes().get(i), views.get(i))) {
        bytes.add(result.toByteArray());
      }
    }
    return bytes;
  }
}
