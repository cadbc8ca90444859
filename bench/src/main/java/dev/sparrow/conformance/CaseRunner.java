package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.programs.Program;
import dev.sparrow.programs.Programs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one case: binds the call, makes it under the case's profile, and compares the result. */
final class CaseRunner {
  private static final Map<String, Program> PROGRAMS = Programs.all();

  private final Binder binder;
  private final Differences differences;

  /**
   * @param registry the functions
   * @param differences cases that are meant to differ
   */
  CaseRunner(FunctionRegistry registry, Differences differences) {
    this.binder = new Binder(registry);
    this.differences = differences;
  }

  /**
   * Runs a case.
   *
   * @param test the case
   * @return what became of it; never an exception
   */
  Outcome run(ConformanceCase test) {
    Profile profile = test.x64() ? Profile.WIDE64 : Profile.JAX32;
    Outcome outcome = profile.run(() -> runInProfile(test));
    String reason = differences.reason(test.id());
    return reason != null && outcome instanceof Outcome.Failed(String difference)
        ? new Outcome.Deliberate(difference, reason)
        : outcome;
  }

  private Outcome runInProfile(ConformanceCase test) {
    Object result;
    try {
      result = call(test);
    } catch (UnboundException unbound) {
      return new Outcome.Unsupported(unbound.getMessage());
    } catch (RuntimeException thrown) {
      return refused(test, thrown);
    } catch (Error broken) {
      return new Outcome.Failed("threw " + describe(broken));
    }
    String difference = ResultCheck.difference(result, test);
    return difference == null ? new Outcome.Passed() : new Outcome.Failed(difference);
  }

  private static Outcome refused(ConformanceCase test, RuntimeException thrown) {
    return switch (thrown) {
      // Immutable collections throw it too, without a message; that would be a bug of ours.
      case UnsupportedOperationException missing when missing.getMessage() != null ->
          new Outcome.Unsupported(missing.getMessage());
      case NullPointerException _,
          ClassCastException _,
          NegativeArraySizeException _,
          ArrayIndexOutOfBoundsException _ ->
          new Outcome.Failed("crashed with " + describe(thrown));
      default ->
          test.expect() instanceof Expected.Refusal
              ? new Outcome.Passed()
              : new Outcome.Failed("threw " + describe(thrown));
    };
  }

  private @Nullable Object call(ConformanceCase test) throws UnboundException {
    Json transforms = test.kwargs().get("transforms");
    Program program = PROGRAMS.get(test.fn());
    Object result;
    if (transforms == null && (program == null || binder.knows(test.fn()))) {
      result = binder.bind(test.fn(), test.args(), test.kwargs()).invoke();
    } else {
      result = transformed(test, program, transforms == null ? List.of() : transforms.list());
    }
    Results.await(result);
    return result;
  }

  private @Nullable Object transformed(
      ConformanceCase test, @Nullable Program program, List<Json> transforms)
      throws UnboundException {
    List<Json> args = test.args();
    int arity = Transforms.arity(transforms, args.size());
    List<NDArray> operands = new ArrayList<>();
    Function<List<NDArray>, Object> function;
    if (program != null) {
      function = program::run;
      operands.addAll(binder.operands(args.subList(0, arity)));
    } else {
      Map<String, Json> kwargs = new LinkedHashMap<>(test.kwargs());
      kwargs.remove("transforms");
      BoundCall call = binder.bind(test.fn(), args.subList(0, arity), kwargs);
      operands.addAll(call.arrays());
      function = in -> Objects.requireNonNull(call.with(in).invoke(), test.fn());
    }
    operands.addAll(binder.operands(args.subList(arity, args.size())));
    return Transforms.apply(function, transforms).apply(operands);
  }

  private static String describe(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    return text.lines().findFirst().orElse(text);
  }
}
