package dev.sparrow.jit.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.function.Consumer;

/**
 * Keeps C2 from computing in advance what stands behind a place, where more values at a time would
 * not fit the registers.
 */
final class Fence {
  private static final ClassDesc ARITHMETIC_EXCEPTION =
      ArithmeticException.class.describeConstable().orElseThrow();

  private Fence() {}

  /**
   * Writes a quotient that nobody needs. What is left of it in compiled code is one test for a
   * divisor of 0, at which code could be left with all values there are: so C2 computes what stands
   * before it before what stands behind it.
   *
   * @param code where to
   * @param divisor pushes an int that is never 0, of which C2 doesn't know, another one for each
   *     turn of the loop and each fence
   */
  static void write(CodeBuilder code, Consumer<CodeBuilder> divisor) {
    code.trying(
        guarded -> {
          guarded.iconst_1();
          divisor.accept(guarded);
          guarded.idiv().pop();
        },
        handlers -> handlers.catching(ARITHMETIC_EXCEPTION, CodeBuilder::pop));
  }
}
