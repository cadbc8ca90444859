package dev.sparrow.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own splittable generator as a peer, in a process of its own that speaks as {@code
 * peer.py} does: what a Java program does without a library, one number after another on one core.
 */
public final class SplittableRandomPeer {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  /** What was drawn last, so that drawing is not optimised away. */
  private static volatile @Nullable Object drawn;

  private SplittableRandomPeer() {}

  /**
   * Answers requests until the input ends.
   *
   * @param arguments none
   * @throws IOException if a request is no JSON
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println(
        JSON.writeValueAsString(Map.of("peer", "SplittableRandom " + Runtime.version().feature())));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      JsonNode request = JSON.readTree(line);
      Runnable call =
          prepare(
              request.get("workload").asText(),
              request.get("n").asInt(),
              request.get("dtype").asText().equals("float64"));
      Map<String, ?> answer =
          call == null
              ? Map.of("unsupported", "no such workload here")
              : Map.of("us", Timing.medianMicros(call, request.get("millis").asInt()));
      System.out.println(JSON.writeValueAsString(answer));
    }
  }

  /** {@return the last values drawn; only there to be read} */
  static @Nullable Object lastDrawn() {
    return drawn;
  }

  /** A call that draws n numbers; null for what the class has no method for. */
  static @Nullable Runnable prepare(String workload, int n, boolean wide) {
    SplittableRandom random = new SplittableRandom(0);
    return switch (workload) {
      case "bits" -> wide ? () -> longs(random, n) : () -> ints(random, n);
      case "uniform" -> wide ? () -> doubles(random, n) : () -> floats(random, n);
      case "normal" -> wide ? () -> wideNormals(random, n) : () -> normals(random, n);
      case "mean_normal" -> () -> drawn = meanOfNormals(random, n);
      case "exponential" -> wide ? () -> wideWaits(random, n) : () -> waits(random, n);
      case "bernoulli" -> () -> coins(random, n);
      case "randint" -> wide ? () -> wideNumbers(random, n) : () -> numbers(random, n);
      case "permutation" -> () -> shuffled(random, n);
      default -> null;
    };
  }

  private static void ints(SplittableRandom random, int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt();
    }
    drawn = values;
  }

  private static void longs(SplittableRandom random, int n) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextLong();
    }
    drawn = values;
  }

  private static void floats(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat();
    }
    drawn = values;
  }

  private static void doubles(SplittableRandom random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextDouble();
    }
    drawn = values;
  }

  private static void normals(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    drawn = values;
  }

  private static void wideNormals(SplittableRandom random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextGaussian();
    }
    drawn = values;
  }

  private static double meanOfNormals(SplittableRandom random, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += random.nextGaussian();
    }
    return sum / n;
  }

  private static void waits(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextExponential();
    }
    drawn = values;
  }

  private static void wideWaits(SplittableRandom random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextExponential();
    }
    drawn = values;
  }

  private static void coins(SplittableRandom random, int n) {
    boolean[] values = new boolean[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextDouble() < DrawWorkloads.ODDS_OF_A_COIN;
    }
    drawn = values;
  }

  private static void numbers(SplittableRandom random, int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(DrawWorkloads.ITEMS);
    }
    drawn = values;
  }

  private static void wideNumbers(SplittableRandom random, int n) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextLong(DrawWorkloads.ITEMS);
    }
    drawn = values;
  }

  /** By Fisher and Yates. */
  private static void shuffled(SplittableRandom random, int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      int other = random.nextInt(i + 1);
      values[i] = values[other];
      values[other] = i;
    }
    drawn = values;
  }
}
