package dev.sparrow.conformance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call and what JAX answers to it.
 *
 * @param id unique name
 * @param fn function to call, by its JAX name
 * @param tier 1 or 2
 * @param x64 whether defaults are 64 bits wide
 * @param args positional arguments
 * @param kwargs keyword arguments
 * @param expect the result
 * @param also a second acceptable result, or null
 * @param compare how results compare
 */
record ConformanceCase(
    String id,
    String fn,
    int tier,
    boolean x64,
    List<Json> args,
    Map<String, Json> kwargs,
    Expected expect,
    @Nullable Expected also,
    Comparison compare) {

  /** Reads a line of a case file. */
  static ConformanceCase parse(String line) {
    Json.Obj fields = Json.parse(line).object();
    String id = fields.require("id").string();
    try {
      long tier = fields.require("tier").integer();
      if (tier != 1 && tier != 2) {
        throw new CaseFormatException("tier must be 1 or 2, got " + tier);
      }
      if (!(fields.require("x64") instanceof Json.Bool(boolean x64))) {
        throw new CaseFormatException("x64 must be true or false");
      }
      Json kwargs = fields.get("kwargs");
      Json also = fields.get("also");
      return new ConformanceCase(
          id,
          fields.require("fn").string(),
          (int) tier,
          x64,
          fields.require("args").list(),
          kwargs == null ? Map.of() : kwargs.object().fields(),
          Expected.parse(fields.require("expect")),
          also == null ? null : Expected.parse(also),
          Comparison.parse(fields.require("compare").object()));
    } catch (CaseFormatException malformed) {
      throw new CaseFormatException(id + ": " + malformed.getMessage());
    }
  }
}
