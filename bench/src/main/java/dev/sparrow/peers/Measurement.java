package dev.sparrow.peers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Medians of one workload at one size.
 *
 * @param workload its name
 * @param n its size
 * @param dtype element type
 * @param threads threads each side may use; 0 for all cores
 * @param oursMicros Sparrow's median
 * @param peers the peers' medians, by name; one that does not do the workload is missing
 * @param limitMicros the least time on this machine; 0 where no simple bound is known
 */
@JsonPropertyOrder({"workload", "n", "dtype", "threads", "ours_us", "peers", "limit_us"})
record Measurement(
    String workload,
    int n,
    String dtype,
    int threads,
    @JsonProperty("ours_us") double oursMicros,
    Map<String, Double> peers,
    @JsonProperty("limit_us") double limitMicros) {
  /** Copies the map, in its order. */
  Measurement {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }

  /** {@return Sparrow's time over the best peer's; nothing without peers} */
  @JsonIgnore
  OptionalDouble ratioToBest() {
    OptionalDouble best = peers.values().stream().mapToDouble(Double::doubleValue).min();
    return best.isPresent()
        ? OptionalDouble.of(oursMicros / best.getAsDouble())
        : OptionalDouble.empty();
  }
}
