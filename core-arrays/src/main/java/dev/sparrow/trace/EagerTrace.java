package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.debug.HostEffects;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.graph.Var;
import dev.sparrow.spi.Backend;
import dev.sparrow.spi.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes operations on concrete arrays: a one-equation graph through the backend, by the same
 * kernels that jit uses. Views are made without touching data; a cheap operation whose operands are
 * ready runs on the calling thread; anything else is queued and returns at once.
 */
public final class EagerTrace extends Trace {
  private static final EagerTrace INSTANCE = new EagerTrace();

  /** Programs kept; past it the cache starts over, which costs a recompile and bounds memory. */
  private static final int CACHED_PROGRAMS = 4096;

  private final ConcurrentHashMap<Program, Compiled> programs = new ConcurrentHashMap<>();

  private EagerTrace() {}

  /** {@return the only eager trace} */
  public static EagerTrace instance() {
    return INSTANCE;
  }

  private record Program(Primitive prim, List<ArrayType> types) {}

  /**
   * A program that can run.
   *
   * @param effects whether it does something beside computing, for which the caller waits
   */
  private record Compiled(List<ArrayType> resultTypes, Executable executable, boolean effects) {}

  /** Found on first use, so that types and graphs need no compiler on the class path. */
  private static final class Provided {
    static final Backend BACKEND =
        ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "backend: no dev.sparrow.spi.Backend on the class path; add the artifact"
                        + " dev.sparrow:jit"));
  }

  @Override
  public List<NDArray> bind(Primitive prim, List<NDArray> in) {
    List<ConcreteArray> operands = concrete(prim, in);
    if (prim instanceof Effect effect) {
      HostEffects.run(effect, operands);
      return List.of();
    }
    if (operands.size() == 1) {
      NDArray window = window(prim, operands.getFirst());
      if (window != null) {
        return List.of(window);
      }
    }
    List<NDArray> results = run(prim, operands, Set.of());
    if (InvalidValues.areWanted()) {
      InvalidValues.check(prim, operands, results);
    }
    return results;
  }

  /**
   * Calls a program whose caller gives some operands up. They are deleted when this returns, and
   * their memory may serve for the results.
   *
   * @param call the program
   * @param in its operands
   * @param donated numbers of the operands given up
   * @return its results
   */
  public List<NDArray> call(Primitive.Call call, List<NDArray> in, Set<Integer> donated) {
    List<ConcreteArray> operands = concrete(call, in);
    if (!InvalidValues.areWanted()) {
      return run(call, operands, donated);
    }
    // The search for an origin runs the program again, for which operands must be there.
    List<NDArray> results = run(call, operands, Set.of());
    InvalidValues.check(call, operands, results);
    donated.forEach(operand -> operands.get(operand).close());
    return results;
  }

  /**
   * Compiles a program now rather than when it is first called.
   *
   * @param call the program
   */
  public void prepare(Primitive.Call call) {
    compiled(new Program(call, call.graph().inputs().stream().map(Var::type).toList()));
  }

  private static List<ConcreteArray> concrete(Primitive prim, List<NDArray> in) {
    List<ConcreteArray> operands = new ArrayList<>(in.size());
    for (NDArray operand : in) {
      switch (operand) {
        case ConcreteArray array -> operands.add(array);
        case Tracer tracer -> throw GraphTrace.escaped(prim.jaxName(), tracer);
      }
    }
    return operands;
  }

  private List<NDArray> run(Primitive prim, List<ConcreteArray> operands, Set<Integer> donated) {
    Compiled compiled = compiled(new Program(prim, types(operands)));
    return compiled.effects
        ? Dispatcher.runNow(compiled.executable, compiled.resultTypes, operands, donated)
        : Dispatcher.shared()
            .dispatch(prim.jaxName(), compiled.executable, compiled.resultTypes, operands, donated);
  }

  private static List<ArrayType> types(List<ConcreteArray> operands) {
    return switch (operands.size()) {
      case 1 -> List.of(operands.getFirst().type());
      case 2 -> List.of(operands.getFirst().type(), operands.getLast().type());
      default -> operands.stream().map(NDArray::type).toList();
    };
  }

  private Compiled compiled(Program program) {
    Compiled compiled = programs.get(program);
    if (compiled == null) {
      compiled = compile(program);
      if (programs.size() >= CACHED_PROGRAMS) {
        programs.clear();
      }
      programs.put(program, compiled);
    }
    return compiled;
  }

  private static Compiled compile(Program program) {
    Graph graph =
        program.prim instanceof Inlined inlined
            ? inlined.graph()
            : Graph.single(program.prim, program.types);
    List<ArrayType> resultTypes = TypeRules.resultTypes(program.prim, program.types);
    return new Compiled(resultTypes, Provided.BACKEND.compile(graph), graph.hasEffects());
  }

  private static @Nullable NDArray window(Primitive prim, ConcreteArray operand) {
    if (!ViewRules.mayBeWindow(prim)) {
      return null;
    }
    ArrayType type = TypeRules.resultTypes(prim, List.of(operand.type())).getFirst();
    boolean layoutMatters =
        prim instanceof Primitive.Reshape || prim instanceof Primitive.RandomWrap;
    if (layoutMatters && !operand.isKnownDense() && ViewRules.apply(prim, operand.view()) == null) {
      return null;
    }
    return operand.window(type, view -> Objects.requireNonNull(ViewRules.apply(prim, view)));
  }
}
