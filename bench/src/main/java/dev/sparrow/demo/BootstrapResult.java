package dev.sparrow.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts of a run.
 *
 * @param rows values that took part
 * @param nulls nulls met, skipped or filled
 * @param partitions number of shards
 * @param mean the column's mean, computed in float64
 * @param means mean of each resample
 * @param summary what they say
 * @param seconds from the first byte read to the last mean
 * @param drawsPerSecond weights drawn a second, compiling included, reading not
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the job to its printers, never compared
record BootstrapResult(
    long rows,
    long nulls,
    int partitions,
    double mean,
    float[] means,
    BootstrapSummary summary,
    double seconds,
    double drawsPerSecond) {
  /**
   * The facts under the names they have in the JSON file.
   *
   * @param options what was asked
   * @return names and values, in order
   */
  Map<String, Object> facts(BootstrapOptions options) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("input", options.input());
    facts.put("column", options.column());
    facts.put("key", options.key());
    facts.put("master", options.master());
    facts.put("partitions", partitions);
    facts.put("rows", rows);
    facts.put("nulls", nulls);
    facts.put("resamples", means.length);
    facts.put("empty_resamples", summary.empty());
    facts.put("mean", mean);
    facts.put("stderr", summary.standardError());
    facts.put("ci95", List.of(summary.low(), summary.high()));
    facts.put("sha256", summary.sha256());
    facts.put("seconds", seconds);
    facts.put("draws_per_second", drawsPerSecond);
    return facts;
  }
}
