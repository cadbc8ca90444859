package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.debug.Invalid;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The settings that have each result of an operation looked at for invalid values. They count: a
 * setting is on while somebody wants it. Off, they cost an operation one read.
 */
public final class InvalidValues {
  private static final Map<Invalid, AtomicInteger> WANTED = wanted();

  /** Whether any setting is on. */
  private static volatile boolean on = anyWanted();

  private static final ConcurrentHashMap<Question, Primitive.Call> QUESTIONS =
      new ConcurrentHashMap<>();

  /** Threads that are looking do not look at what they do for that. */
  private static final ScopedValue<Boolean> LOOKING = ScopedValue.newInstance();

  private InvalidValues() {}

  private record Question(Invalid what, ArrayType type) {}

  private static Map<Invalid, AtomicInteger> wanted() {
    Map<Invalid, AtomicInteger> wanted = new EnumMap<>(Invalid.class);
    for (Invalid value : Invalid.values()) {
      boolean asked = Boolean.getBoolean("sparrow.debug." + value + "s");
      wanted.put(value, new AtomicInteger(asked ? 1 : 0));
    }
    return wanted;
  }

  private static boolean anyWanted() {
    return WANTED.values().stream().anyMatch(count -> count.get() > 0);
  }

  /**
   * Turns a setting on, until it is turned off as often.
   *
   * @param value what is looked for
   * @param change 1 or -1
   */
  public static void want(Invalid value, int change) {
    Objects.requireNonNull(WANTED.get(value)).addAndGet(change);
    on = anyWanted();
  }

  static boolean areWanted() {
    return on && !LOOKING.isBound();
  }

  /** Looks at the results of an operation; throws if there is an invalid value. */
  static void check(Primitive prim, List<ConcreteArray> operands, List<NDArray> results) {
    ScopedValue.where(LOOKING, true)
        .run(() -> EagerTrace.instance().run(() -> clean(prim, List.copyOf(operands), results)));
  }

  private static List<NDArray> clean(
      Primitive prim, List<NDArray> operands, List<NDArray> results) {
    for (Invalid value : Invalid.values()) {
      if (Objects.requireNonNull(WANTED.get(value)).get() > 0
          && results.stream().anyMatch(result -> isIn(value, result))) {
        throw InvalidOrigin.of(value, prim, operands, results);
      }
    }
    return results;
  }

  /** Whether an array has a value; waits for it. */
  static boolean isIn(Invalid value, NDArray x) {
    if (!Invalid.mayBeIn(x.dtype()) || x.size() == 0) {
      return false;
    }
    Primitive.Call call =
        QUESTIONS.computeIfAbsent(new Question(value, x.type().strong()), InvalidValues::question);
    NDArray answer = EagerTrace.instance().call(call, List.of(x), Set.of()).getFirst();
    return answer.toBoolean();
  }

  private static Primitive.Call question(Question question) {
    return new Primitive.Call(
        "any_" + question.what,
        GraphTrace.trace(
                "any_" + question.what,
                List.of(question.type),
                in -> List.of(question.what.anyIn(in.getFirst())))
            .graph());
  }

  /** Which arrays have a value. */
  static List<Boolean> areIn(Invalid value, List<NDArray> arrays) {
    List<Boolean> found = new ArrayList<>();
    arrays.forEach(array -> found.add(isIn(value, array)));
    return found;
  }
}
