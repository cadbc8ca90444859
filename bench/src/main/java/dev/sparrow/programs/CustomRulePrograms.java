package dev.sparrow.programs;

import static dev.sparrow.ops.Arithmetic.clip;
import static dev.sparrow.transform.CustomJvp.customJvp;
import static dev.sparrow.transform.CustomVjp.customVjp;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.transform.CustomVjp;
import dev.sparrow.transform.Jvp;
import java.util.List;
import java.util.function.UnaryOperator;

/** Programs with derivatives of their own. */
final class CustomRulePrograms {
  private CustomRulePrograms() {}

  static void addTo(Programs programs) {
    programs.add1(
        "custom_jvp_sq",
        customJvp(x -> x.mul(x), (x, t) -> new Jvp.Result<>(x.mul(x), x.mul(3).mul(t))));
    UnaryOperator<NDArray> clipped =
        customVjp(
            x -> x,
            x -> new CustomVjp.Kept<>(x, List.<NDArray>of()),
            (kept, ct) -> clip(ct, Creation.weak(-1.0), Creation.weak(1.0)));
    programs.add1("custom_vjp_clip", x -> clipped.apply(x).mul(10).sum());
  }
}
