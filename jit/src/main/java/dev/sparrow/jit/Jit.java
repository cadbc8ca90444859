package dev.sparrow.jit;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.jit.run.KernelCache;
import dev.sparrow.jit.run.ParallelLoop;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles functions, as {@code jax.jit}. A compiled function is traced once for each combination
 * of argument types, so Java code in it that is not an array operation runs at tracing only; its
 * operations are fused into kernels. Results equal those of the uncompiled function bit for bit.
 *
 * <p>Keep the {@link Compiled} that {@code jit} returns and call it again: the cache is its own.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class Jit {
  private static final ScopedValue<Boolean> DISABLED = ScopedValue.newInstance();

  private Jit() {}

  /**
   * Compiles a function of one array. Also for references to methods with a variable number of
   * parameters, which no longer signature would fit alone.
   *
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(UnaryOperator<NDArray> f) {
    return jit(f, new JitOption[0]);
  }

  /**
   * Compiles a function of one array.
   *
   * <p>A lambda without parameter types is taken for a function of arrays; with types, as in {@code
   * jit((Params p) -> loss(p))}, or as a method reference, it may take and return any structures.
   *
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static Compiled jit(UnaryOperator<NDArray> f, JitOption... options) {
    return new Compiled(programs(1, options, in -> List.of(f.apply(array(in, 0)))));
  }

  /**
   * Compiles a function of two arrays.
   *
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static Compiled jit(BinaryOperator<NDArray> f, JitOption... options) {
    return new Compiled(programs(2, options, in -> List.of(f.apply(array(in, 0), array(in, 1)))));
  }

  /**
   * Compiles a function of three arrays.
   *
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static Compiled jit(TernaryOperator<NDArray> f, JitOption... options) {
    return new Compiled(
        programs(3, options, in -> List.of(f.apply(array(in, 0), array(in, 1), array(in, 2)))));
  }

  /**
   * Compiles a function of one argument whose arguments and result are structures of arrays:
   * records, lists, maps ({@link dev.sparrow.tree.Tree}).
   *
   * @param <A> type of the first argument
   * @param <R> type of the result
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static <A extends @Nullable Object, R extends @Nullable Object> Compiled1<A, R> jit(
      Function<A, R> f, JitOption... options) {
    return new Compiled1<>(programs(1, options, in -> f.apply(Jit.<A>argument(in, 0))));
  }

  /**
   * Compiles a function of two arguments whose arguments and result are structures of arrays:
   * records, lists, maps ({@link dev.sparrow.tree.Tree}).
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Compiled2<A, B, R> jit(BiFunction<A, B, R> f, JitOption... options) {
    return new Compiled2<>(
        programs(2, options, in -> f.apply(Jit.<A>argument(in, 0), Jit.<B>argument(in, 1))));
  }

  /**
   * Compiles a function of three arguments whose arguments and result are structures of arrays:
   * records, lists, maps ({@link dev.sparrow.tree.Tree}).
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <R> type of the result
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Compiled3<A, B, C, R> jit(Function3<A, B, C, R> f, JitOption... options) {
    return new Compiled3<>(
        programs(
            3,
            options,
            in -> f.apply(Jit.<A>argument(in, 0), Jit.<B>argument(in, 1), Jit.<C>argument(in, 2))));
  }

  /**
   * Compiles a function of four arguments whose arguments and result are structures of arrays:
   * records, lists, maps ({@link dev.sparrow.tree.Tree}).
   *
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @param <R> type of the result
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Compiled4<A, B, C, D, R> jit(Function4<A, B, C, D, R> f, JitOption... options) {
    return new Compiled4<>(
        programs(
            4,
            options,
            in ->
                f.apply(
                    Jit.<A>argument(in, 0),
                    Jit.<B>argument(in, 1),
                    Jit.<C>argument(in, 2),
                    Jit.<D>argument(in, 3))));
  }

  /**
   * Compiles a function of one array.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, UnaryOperator<NDArray> f) {
    return jit(f, name(name));
  }

  /**
   * Compiles a function of two arrays.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, BinaryOperator<NDArray> f) {
    return jit(f, name(name));
  }

  /**
   * Compiles a function of three arrays.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, TernaryOperator<NDArray> f) {
    return jit(f, name(name));
  }

  /**
   * Compiles a function of any number of arrays and results.
   *
   * @param f the function
   * @param options name, static arguments, donation
   * @return the compiled function
   */
  public static Compiled jitList(Function<List<NDArray>, List<NDArray>> f, JitOption... options) {
    return new Compiled(
        programs(
            JitOptions.ANY_NUMBER,
            options,
            in -> f.apply(IntStream.range(0, in.size()).mapToObj(i -> array(in, i)).toList())));
  }

  /**
   * Compiles a function of any number of arrays and results.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jitList(String name, Function<List<NDArray>, List<NDArray>> f) {
    return jitList(f, name(name));
  }

  /**
   * Compiles a program that was traced before, such as one loaded from a file.
   *
   * @param name its name in printed graphs and errors
   * @param graph the program
   * @return the compiled function of the program's inputs: captured arrays, then parameters
   */
  public static Compiled jit(String name, Graph graph) {
    Primitive call = new Primitive.Call(name, graph);
    return jitList(name, inputs -> Trace.current().bind(call, inputs));
  }

  private static ProgramCache programs(
      int arity, JitOption[] options, Function<List<@Nullable Object>, @Nullable Object> function) {
    return new ProgramCache(JitOptions.of(arity, List.of(options)), function);
  }

  private static NDArray array(List<@Nullable Object> arguments, int position) {
    return (NDArray) Objects.requireNonNull(arguments.get(position));
  }

  // The argument has the form of one that was passed with this type.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <A extends @Nullable Object> A argument(
      List<@Nullable Object> arguments, int position) {
    return (A) arguments.get(position);
  }

  /**
   * What errors and printed graphs call the function.
   *
   * @param name the name; {@code fn} without this option
   * @return the option
   */
  public static JitOption name(String name) {
    return new JitOption.Name(name);
  }

  /**
   * What errors and {@code explainMisses} call the arguments.
   *
   * @param names names of the first arguments; {@code args[0]} and so on without this option
   * @return the option
   */
  public static JitOption argumentNames(String... names) {
    return new JitOption.ArgumentNames(List.of(names));
  }

  /**
   * Makes arguments static: their values are known while tracing, need not be arrays, and belong to
   * the key with their class, so each new value traces again. They must compare by {@code equals}.
   *
   * @param positions which, from 0; negative ones count from the end
   * @return the option
   */
  public static JitOption staticArguments(int... positions) {
    return new JitOption.StaticArguments(set(positions));
  }

  /**
   * Gives arguments up: their arrays are deleted when the call returns, and their memory may serve
   * for the results. Later use of them fails. Inside another traced function it has no effect.
   *
   * @param positions which, from 0; negative ones count from the end
   * @return the option
   */
  public static JitOption donate(int... positions) {
    return new JitOption.Donate(set(positions));
  }

  /**
   * Passes arguments that the function does not read to the compiled program all the same. Without
   * it a call does not wait for them.
   *
   * @return the option
   */
  public static JitOption keepUnused() {
    return new JitOption.KeepUnused();
  }

  private static Set<Integer> set(int... positions) {
    return IntStream.of(positions).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Runs code in which compiled functions run as they are written, operation by operation, so that
   * a debugger can look at values: {@code jax.disable_jit}.
   *
   * @param <R> result type
   * @param body the code
   * @return its result
   */
  public static <R extends @Nullable Object> R disableJit(Supplier<R> body) {
    return ScopedValue.where(DISABLED, true).call(body::get);
  }

  static boolean isDisabled() {
    return DISABLED.orElse(false);
  }

  /**
   * The form and types of a function's result, without computing it: {@code jax.eval_shape}.
   *
   * @param <A> type of the argument
   * @param <R> type of the result
   * @param f the function
   * @param argument an argument; its arrays serve as examples of types only
   * @return the result with an abstract array for each array
   */
  public static <A extends @Nullable Object, R extends @Nullable Object> R evalShape(
      Function<A, R> f, A argument) {
    return jit(f).trace(argument).outInfo();
  }

  /**
   * Runs code whose kernels stay on the calling thread, as inside a Spark task, which owns one
   * core. Results do not depend on it. Work that eager dispatch has queued runs elsewhere.
   *
   * @param <R> result type
   * @param body the code
   * @return its result
   */
  public static <R> R onCallingThread(Supplier<R> body) {
    return ParallelLoop.onCallingThread(body);
  }

  /** {@return what the kernel cache of this JVM has done; sizes of arrays play no part in it} */
  public static KernelStatistics kernelStatistics() {
    KernelCache.Statistics statistics = KernelCache.shared().statistics();
    return new KernelStatistics(
        statistics.hits(),
        statistics.misses(),
        statistics.kernels(),
        statistics.vectorKernels(),
        statistics.scalarCalls(),
        statistics.vectorCalls());
  }

  /**
   * Counters of the kernel cache.
   *
   * @param hits requests answered by a kernel that was there
   * @param misses requests for which a kernel was written
   * @param kernels kernels held now
   * @param vectorKernels those among them whose vector loop has taken over from the scalar one
   * @param scalarCalls blocks of elements that scalar loops computed
   * @param vectorCalls blocks of elements that vector loops computed
   */
  public record KernelStatistics(
      long hits, long misses, int kernels, int vectorKernels, long scalarCalls, long vectorCalls) {}
}
