package dev.sparrow.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * Writes what was measured: {@code peers.md}, {@code peers.json}, {@code summary.md} and charts.
 */
final class PeersReport {
  /** Bars of one chart; more than this and their labels run into each other. */
  private static final int MOST_BARS = 40;

  private static final int WIDTH = 1400;
  private static final int HEIGHT = 700;

  private final List<PeerSession.Opening> openings;
  private final List<Measurement> measurements;

  /**
   * @param openings what each session found
   * @param measurements of all sessions
   */
  PeersReport(List<PeerSession.Opening> openings, List<Measurement> measurements) {
    this.openings = List.copyOf(openings);
    this.measurements = List.copyOf(measurements);
  }

  /**
   * Writes all files, each whole.
   *
   * @param folder where; made if missing
   * @throws IOException if a file cannot be written
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    place(folder.resolve("peers.json"), json.writeValueAsString(measurements));
    place(folder.resolve("peers.md"), markdown());
    place(folder.resolve("summary.md"), new PeersSummary(measurements).markdown());
    for (String dtype : measurements.stream().map(Measurement::dtype).distinct().toList()) {
      for (int threads : measurements.stream().map(Measurement::threads).distinct().toList()) {
        chart(folder, dtype, threads);
      }
    }
  }

  private static void place(Path file, String text) throws IOException {
    Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "peers", ".part");
    Files.writeString(unfinished, text);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** {@return the table, as Markdown} */
  String markdown() {
    StringBuilder text = new StringBuilder("# Sparrow beside other array libraries\n\n");
    text.append(
        """
        Medians in microseconds of one run of `./sparrow bench peers`, all sides timed in turn.
        Ratio: Sparrow's time over the best peer's. Limit: bytes over the measured speed of a copy, or
        operations over the measured peak of multiply-add; of limit: how near Sparrow comes to it.
        Thread count 0 means all cores.

        """);
    for (PeerSession.Opening opening : openings) {
      Machine machine = opening.machine();
      text.append(
          String.format(
              Locale.ROOT,
              "Measured: copy %.1f GB/s, float32 %.0f and float64 %.0f GFLOP/s.\n",
              machine.bytesPerMicro() / 1e3,
              machine.floatsPerMicro() / 1e3,
              machine.doublesPerMicro() / 1e3));
    }
    text.append('\n');
    openings
        .getFirst()
        .versions()
        .values()
        .forEach(name -> text.append("- ").append(name).append('\n'));
    openings
        .getFirst()
        .absent()
        .forEach((id, why) ->
            text.append("- ").append(id).append(": absent, ").append(why).append('\n'));
    // A column for whoever does any of it.
    List<String> peers =
        openings.getFirst().versions().keySet().stream()
            .filter(peer -> measurements.stream().anyMatch(row -> row.peers().containsKey(peer)))
            .toList();
    text.append("\n| workload | n | dtype | threads | sparrow |");
    peers.forEach(peer -> text.append(' ').append(peer).append(" |"));
    text.append(" ratio | limit | of limit |\n|---|---|---|---|---|");
    text.append("---|".repeat(peers.size() + 3)).append('\n');
    for (Measurement row : measurements) {
      text.append(
          "| %s | %d | %s | %d | %s |"
              .formatted(
                  row.workload(),
                  row.n(),
                  row.dtype(),
                  row.threads(),
                  PeersSummary.micros(row.oursMicros())));
      for (String peer : peers) {
        Double micros = row.peers().get(peer);
        text.append(' ').append(micros == null ? "-" : PeersSummary.micros(micros)).append(" |");
      }
      OptionalDouble ratio = row.ratioToBest();
      boolean bounded = row.limitMicros() > 0;
      text.append(
          " %s | %s | %s |\n"
              .formatted(
                  ratio.isPresent() ? "%.2f".formatted(ratio.getAsDouble()) : "-",
                  bounded ? PeersSummary.micros(row.limitMicros()) : "-",
                  bounded ? "%.0f %%".formatted(100 * row.limitMicros() / row.oursMicros()) : "-"));
    }
    return text.toString();
  }

  private void chart(Path folder, String dtype, int threads) throws IOException {
    List<Measurement> rows =
        measurements.stream()
            .filter(row -> row.dtype().equals(dtype) && row.threads() == threads)
            .filter(row -> row.ratioToBest().isPresent())
            .limit(MOST_BARS)
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    System.setProperty("java.awt.headless", "true");
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(
                "Sparrow's time over the best peer's, "
                    + dtype
                    + (threads == 0 ? ", all cores" : ", one thread"))
            .yAxisTitle("ratio (below 1: Sparrow is faster)")
            .build();
    chart.getStyler().setLegendVisible(false);
    // Bars of a logarithmic axis need a floor above zero: the power of ten below the least ratio.
    double least =
        rows.stream().mapToDouble(row -> row.ratioToBest().getAsDouble()).min().getAsDouble();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(Math.min(0.1, Math.pow(10, Math.floor(Math.log10(least)))));
    chart.getStyler().setXAxisLabelRotation(60);
    List<String> names = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (Measurement row : rows) {
      names.add(row.workload() + " " + row.n());
      ratios.add(row.ratioToBest().getAsDouble());
    }
    chart.addSeries("ratio", names, ratios);
    String name = "peers-" + dtype + (threads == 0 ? "-all" : "-" + threads);
    BitmapEncoder.saveBitmap(chart, folder.resolve(name).toString(), BitmapFormat.PNG);
  }
}
