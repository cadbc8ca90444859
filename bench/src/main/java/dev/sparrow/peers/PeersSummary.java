package dev.sparrow.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A run at a glance, as Markdown: float32 beside the best peer, ratios of all sizes and dtypes, how
 * many rows are at or below 1, and which are above. docs/PERFORMANCE.md holds these tables.
 */
final class PeersSummary {
  private static final List<String> DTYPES = List.of("float32", "float64");

  /** Sizes of workloads on arrays; others have sizes of their own. */
  private static final List<Integer> SIZES = List.of(1_000, 1_000_000, 10_000_000);

  private static final int SHOWN_SIZE = 1_000_000;

  /** A ratio that scatter explains. */
  private static final double SCATTER = 1.05;

  private final Map<Row, Measurement> rows = new LinkedHashMap<>();

  /** Sizes by workload, both in the order of the run. */
  private final Map<String, Collection<Integer>> sizes = new LinkedHashMap<>();

  private record Row(String workload, int n, String dtype, int threads) {}

  /**
   * @param measurements of one run
   */
  PeersSummary(List<Measurement> measurements) {
    for (Measurement each : measurements) {
      rows.put(new Row(each.workload(), each.n(), each.dtype(), each.threads()), each);
      sizes.computeIfAbsent(each.workload(), _ -> new TreeSet<>()).add(each.n());
    }
  }

  /** {@return the summary, as Markdown} */
  String markdown() {
    return """
    Ratio: Sparrow's time over the best peer's. To the limit: over bytes at the measured speed of a
    copy, or operations at the measured peak of multiply-add. Times in microseconds.

    %s
    %s
    %s
    %s
    """
        .formatted(best(), arrays(), others(), counts());
  }

  private String best() {
    StringBuilder text =
        new StringBuilder(
            """
            | workload | size | Sparrow | best peer | ratio | to JAX | to the limit | all cores: Sparrow | best peer | ratio |
            |---|---:|---:|---|---:|---:|---:|---:|---|---:|
            """);
    sizes.forEach((workload, all) -> {
      for (int n : isOfArrays(workload) ? List.of(SHOWN_SIZE) : all) {
        Measurement one = rows.get(new Row(workload, n, "float32", 1));
        if (one != null) {
          Double jax = one.peers().get("jax");
          text.append("| `%s` | %s | ".formatted(workload, count(n)))
              .append(besideBest(one))
              .append(" | " + quotient(one.oursMicros(), jax))
              .append(" | " + quotient(one.oursMicros(), one.limitMicros()))
              .append(" | " + besideBest(rows.get(new Row(workload, n, "float32", 0))))
              .append(" |\n");
        }
      }
    });
    return text.toString();
  }

  private String arrays() {
    StringBuilder text =
        new StringBuilder(
            """
            | workload | f32 10^3 | 10^6 | 10^7 | f64 10^3 | 10^6 | 10^7 | all cores: f32 10^3 | 10^6 | 10^7 | f64 10^3 | 10^6 | 10^7 |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
    sizes.keySet().stream()
        .filter(this::isOfArrays)
        .forEach(workload -> {
          text.append("| `").append(workload).append('`');
          for (int threads = 1; threads >= 0; threads--) {
            for (String dtype : DTYPES) {
              for (int n : SIZES) {
                text.append(" | ").append(ratio(rows.get(new Row(workload, n, dtype, threads))));
              }
            }
          }
          text.append(" |\n");
        });
    return text.toString();
  }

  private String others() {
    StringBuilder text =
        new StringBuilder(
            """
            | workload | size | f32 | f64 | all cores: f32 | f64 |
            |---|---:|---:|---:|---:|---:|
            """);
    sizes.forEach((workload, all) -> {
      for (int n : isOfArrays(workload) ? List.<Integer>of() : all) {
        text.append("| `%s` | %s".formatted(workload, count(n)));
        for (int threads = 1; threads >= 0; threads--) {
          for (String dtype : DTYPES) {
            text.append(" | ").append(ratio(rows.get(new Row(workload, n, dtype, threads))));
          }
        }
        text.append(" |\n");
      }
    });
    return text.toString();
  }

  private String counts() {
    StringBuilder text = new StringBuilder();
    for (int threads = 1; threads >= 0; threads--) {
      int wanted = threads;
      List<Measurement> compared =
          rows.values().stream()
              .filter(row -> row.threads() == wanted && row.ratioToBest().isPresent())
              .toList();
      if (compared.isEmpty()) {
        continue;
      }
      double[] ratios = ratios(compared).sorted().toArray();
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %d of %d rows at or below 1, median %.2f, geometric mean %.2f; above %.2f:\n\n",
              threads == 1 ? "One thread" : "All cores",
              DoubleStream.of(ratios).filter(ratio -> ratio <= 1).count(),
              ratios.length,
              ratios[ratios.length / 2],
              Math.exp(DoubleStream.of(ratios).map(Math::log).average().orElse(0)),
              SCATTER));
      if (ratios[ratios.length - 1] <= SCATTER) {
        text.append("- none\n");
      }
      for (String workload : sizes.keySet()) {
        List<String> above = new ArrayList<>();
        for (Measurement row : compared) {
          if (row.workload().equals(workload) && row.ratioToBest().getAsDouble() > SCATTER) {
            above.add("%s %s (%s)".formatted(count(row.n()), row.dtype(), ratio(row)));
          }
        }
        if (!above.isEmpty()) {
          text.append("- `%s`: %s\n".formatted(workload, String.join(", ", above)));
        }
      }
      text.append('\n');
    }
    return text.toString().strip();
  }

  private boolean isOfArrays(String workload) {
    return sizes.get(workload).containsAll(SIZES);
  }

  /** Sparrow's time, the best peer's and its name, and the ratio. */
  private static String besideBest(@Nullable Measurement row) {
    if (row == null) {
      return "- | - | -";
    }
    String peer =
        row.peers().entrySet().stream()
            .min(Map.Entry.comparingByValue())
            .map(best -> micros(best.getValue()) + " (" + best.getKey() + ")")
            .orElse("-");
    return micros(row.oursMicros()) + " | " + peer + " | " + ratio(row);
  }

  private static DoubleStream ratios(List<Measurement> compared) {
    return compared.stream().mapToDouble(row -> row.ratioToBest().getAsDouble());
  }

  private static String ratio(@Nullable Measurement row) {
    OptionalDouble ratio = row == null ? OptionalDouble.empty() : row.ratioToBest();
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "-";
  }

  private static String quotient(double micros, @Nullable Double of) {
    return of == null || of == 0 ? "-" : String.format(Locale.ROOT, "%.2f", micros / of);
  }

  private static String count(int n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** Three digits that count. */
  static String micros(double micros) {
    return String.format(
        Locale.ROOT, "%,." + (micros >= 100 ? 0 : micros >= 10 ? 1 : 2) + "f", micros);
  }
}
