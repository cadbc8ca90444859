package dev.sparrow.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs groups of cases on several threads and gives up on a case that takes too long. */
final class SuiteRunner implements AutoCloseable {
  /** Time a case may take; a case is a call on small arrays, so more means it hangs. */
  static final Duration CASE_LIMIT = Duration.ofSeconds(20);

  /** Hanging cases after which the rest is not run: whatever they wait for will not come. */
  private static final int MOST_HANGING = 5;

  private final CaseRunner runner;
  private final Duration limit;
  private final ThreadPoolExecutor workers;
  private int hanging;

  SuiteRunner(CaseRunner runner, int threads, Duration limit) {
    this.runner = runner;
    this.limit = limit;
    this.workers =
        (ThreadPoolExecutor)
            Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("conformance-", 0).factory());
  }

  /**
   * Runs a group.
   *
   * @param name its name
   * @param cases its cases
   * @return an outcome for each case
   */
  GroupResult run(String name, List<ConformanceCase> cases) {
    List<Future<Outcome>> futures =
        cases.stream().map(test -> workers.submit(() -> runner.run(test))).toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : futures) {
      outcomes.add(hanging < MOST_HANGING ? outcome(future) : notRun(future));
    }
    return new GroupResult(name, cases, List.copyOf(outcomes));
  }

  private Outcome outcome(Future<Outcome> future) {
    try {
      // All earlier cases are done and cases start in order, so this one is running.
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hangs) {
      hanging++;
      future.cancel(true);
      // Its thread may never come back; another takes its place.
      workers.setMaximumPoolSize(workers.getMaximumPoolSize() + 1);
      workers.setCorePoolSize(workers.getCorePoolSize() + 1);
      return new Outcome.Failed("took more than " + limit.toSeconds() + " s");
    } catch (ExecutionException broken) {
      return new Outcome.Failed("the runner failed: " + broken.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    }
  }

  private static Outcome notRun(Future<Outcome> future) {
    future.cancel(true);
    return new Outcome.Failed("not run: " + MOST_HANGING + " cases before it did not end");
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
