package dev.sparrow.demo;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** A progress bar on standard error that moves when a task ends. */
final class TaskProgress extends SparkListener implements AutoCloseable {
  private static final int UPDATE_MILLIS = 200;

  private final SparkSession session;
  private final ProgressBar bar;

  private TaskProgress(SparkSession session, ProgressBar bar) {
    this.session = session;
    this.bar = bar;
  }

  /**
   * Shows the bar.
   *
   * @param session the session whose tasks count
   * @param tasks how many there will be
   * @return the bar, to be closed when the tasks are done
   */
  static TaskProgress start(SparkSession session, long tasks) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("drawing")
            .setUnit(" tasks", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setInitialMax(tasks)
            .build();
    TaskProgress progress = new TaskProgress(session, bar);
    session.sparkContext().addSparkListener(progress);
    return progress;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason().equals(Success$.MODULE$)) {
      bar.step();
    }
  }

  /** Fills the bar: the last tasks' events may still be on their way. */
  @Override
  public void close() {
    session.sparkContext().removeSparkListener(this);
    bar.stepTo(bar.getMax());
    bar.close();
  }
}
