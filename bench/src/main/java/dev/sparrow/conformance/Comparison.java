package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of a result compare with what is expected. Integers, bools and keys are exact
 * whatever the rule, except for {@code integerTolerance}. NaN equals NaN only.
 *
 * @param rule the rule for floats
 * @param zeroSign whether the sign of zero counts
 * @param integerTolerance absolute difference that integers may have
 */
record Comparison(Rule rule, boolean zeroSign, long integerTolerance) {
  /** The rule for floats. */
  sealed interface Rule {}

  /** Same value. */
  record Exact() implements Rule {}

  /**
   * Close in units of the last place.
   *
   * @param ulp greatest distance of the ordered bit patterns
   */
  record Ulp(long ulp) implements Rule {}

  /**
   * Close in value.
   *
   * @param rtol tolerance relative to the expected value
   * @param atol absolute tolerance, added
   */
  record Close(double rtol, double atol) implements Rule {}

  /** The rule of keys and plain values. */
  static final Comparison EXACT = new Comparison(new Exact(), true, 0);

  static Comparison parse(Json.Obj fields) {
    String kind = fields.require("kind").string();
    Rule rule =
        switch (kind) {
          case "exact" -> new Exact();
          case "ulp" -> new Ulp(fields.require("ulp").integer());
          case "rtol" ->
              new Close(fields.require("rtol").number(), fields.require("atol").number());
          default ->
              throw new CaseFormatException(
                  "compare.kind must be exact, ulp or rtol, got '" + kind + "'");
        };
    Json zeroSign = fields.get("zero_sign");
    Json tolerance = fields.get("int_tol");
    boolean signCounts =
        zeroSign == null ? rule instanceof Exact : zeroSign.equals(new Json.Bool(true));
    return new Comparison(rule, signCounts, tolerance == null ? 0 : tolerance.integer());
  }

  /** Whether the whole result must agree bit for bit, so that its checksum says something. */
  boolean isBitwise() {
    return rule instanceof Exact && zeroSign && integerTolerance == 0;
  }

  /**
   * Compares one element.
   *
   * @param dtype element type of both
   * @param got components of the result's element
   * @param expected components of the expected element
   * @return null if they agree, else how far they are apart
   */
  @Nullable String difference(DType dtype, long[] got, long[] expected) {
    if (dtype.isComplex() && rule instanceof Close(double rtol, double atol)) {
      return complexDifference(ElementBits.component(dtype), got, expected, rtol, atol);
    }
    for (int i = 0; i < got.length; i++) {
      String difference = difference(ElementBits.component(dtype), got[i], expected[i]);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private @Nullable String difference(DType dtype, long got, long expected) {
    if (!dtype.isFloat()) {
      if (got == expected) {
        return null;
      }
      if (integerTolerance == 0) {
        return "not equal";
      }
      double apart =
          Math.abs(ElementBits.toDouble(got, dtype) - ElementBits.toDouble(expected, dtype));
      return apart <= integerTolerance ? null : apart + " apart, allowed " + integerTolerance;
    }
    boolean nan = ElementBits.isNaN(expected, dtype);
    if (nan || ElementBits.isNaN(got, dtype)) {
      return nan && ElementBits.isNaN(got, dtype) ? null : "only one is NaN";
    }
    long distance = ElementBits.ulpDistance(got, expected, dtype);
    if (zeroSign && got != expected && distance == 0) {
      return "the sign of zero differs";
    }
    return switch (rule) {
      case Exact _ -> distance == 0 ? null : distance + " ulp apart";
      case Ulp(long ulp) -> distance <= ulp ? null : distance + " ulp apart, allowed " + ulp;
      case Close(double rtol, double atol) ->
          farApart(
              Math.abs(ElementBits.toDouble(got, dtype) - ElementBits.toDouble(expected, dtype)),
              ElementBits.toDouble(got, dtype),
              ElementBits.toDouble(expected, dtype),
              rtol,
              atol);
    };
  }

  private static @Nullable String farApart(
      double apart, double got, double expected, double rtol, double atol) {
    if (Double.isInfinite(got) || Double.isInfinite(expected)) {
      return got == expected ? null : "infinities differ";
    }
    double allowed = atol + rtol * Math.abs(expected);
    return apart <= allowed ? null : apart + " apart, allowed " + allowed;
  }

  private static @Nullable String complexDifference(
      DType component, long[] got, long[] expected, double rtol, double atol) {
    double re = ElementBits.toDouble(got[0], component);
    double im = ElementBits.toDouble(got[1], component);
    double wantedRe = ElementBits.toDouble(expected[0], component);
    double wantedIm = ElementBits.toDouble(expected[1], component);
    if (Double.isFinite(re)
        && Double.isFinite(im)
        && Double.isFinite(wantedRe)
        && Double.isFinite(wantedIm)) {
      double apart = Math.hypot(re - wantedRe, im - wantedIm);
      return farApart(apart, Math.hypot(re, im), Math.hypot(wantedRe, wantedIm), rtol, atol);
    }
    boolean agree = agreeOnSpecial(re, wantedRe) && agreeOnSpecial(im, wantedIm);
    return agree ? null : "NaN or infinity in one only";
  }

  private static boolean agreeOnSpecial(double got, double expected) {
    return Double.isFinite(expected) ? Double.isFinite(got) : Double.compare(got, expected) == 0;
  }
}
