package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.Profile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one case: binds the call, makes it under the case's profile, and compares the result. */
final class CaseRunner {
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
    Set<DType> missing = new LinkedHashSet<>();
    test.args().forEach(argument -> collectUnsupported(argument, missing));
    test.kwargs().values().forEach(argument -> collectUnsupported(argument, missing));
    test.expect().dtypes().filter(dtype -> !dtype.isSupported()).forEach(missing::add);
    if (!missing.isEmpty()) {
      return new Outcome.Unsupported("dtype " + missing.iterator().next());
    }
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
    BoundCall call = binder.bind(test.fn(), test.args(), test.kwargs());
    Object result = call.invoke();
    Results.await(result);
    return result;
  }

  /** Dtypes named anywhere in an argument that this release cannot compute with. */
  private static void collectUnsupported(Json json, Set<DType> missing) {
    switch (json) {
      case Json.Obj(var fields) ->
          fields.values().forEach(value -> collectUnsupported(value, missing));
      case Json.Arr(List<Json> items)
          when !items.isEmpty() && !(items.getFirst() instanceof Json.Num) ->
          items.forEach(item -> collectUnsupported(item, missing));
      case Json.Str(String text) -> {
        for (DType dtype : DType.values()) {
          if (!dtype.isSupported() && dtype.jaxName().equals(text)) {
            missing.add(dtype);
          }
        }
      }
      case Json.Arr _, Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
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
