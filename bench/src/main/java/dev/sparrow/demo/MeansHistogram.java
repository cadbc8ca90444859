package dev.sparrow.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.Histogram;

/** The picture of the resamples' means. */
final class MeansHistogram {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int MOST_BINS = 40;

  private MeansHistogram() {}

  /**
   * Draws the picture; needs no screen.
   *
   * @param file a name that ends in .png
   * @param column name of the column
   * @param result means and their summary
   */
  static void write(Path file, String column, BootstrapResult result) throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<Float> means = new ArrayList<>();
    for (float mean : result.means()) {
      if (!Float.isNaN(mean)) {
        means.add(mean);
      }
    }
    // About √n bins, the usual choice for a histogram of n values.
    int bins = Math.clamp((long) Math.sqrt(means.size()), 1, MOST_BINS);
    Histogram histogram = new Histogram(means, bins);
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title(column, result))
            .xAxisTitle("mean of a resample")
            .yAxisTitle("resamples")
            .build();
    chart.getStyler().setAvailableSpaceFill(0.97);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisDecimalPattern("0.000");
    chart.getStyler().setXAxisMaxLabelCount(10);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.addSeries("means", histogram.getxAxisData(), histogram.getyAxisData());
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static String title(String column, BootstrapResult result) {
    return String.format(
        Locale.ROOT,
        "mean of %s: %.6g, 95 %% interval %.6g to %.6g",
        column,
        result.mean(),
        result.summary().low(),
        result.summary().high());
  }
}
