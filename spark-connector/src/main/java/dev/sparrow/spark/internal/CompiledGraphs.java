package dev.sparrow.spark.internal;

import dev.sparrow.graph.Graph;
import dev.sparrow.spi.Backend;
import dev.sparrow.spi.Executable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The graphs this executor has compiled: a task of a shard that looks like an earlier one, or a
 * retry, compiles nothing. Holds the most recently used ones.
 */
final class CompiledGraphs {
  /**
   * Executables kept. Shards of one step differ in where their reductions begin, so there are many.
   */
  private static final int KEPT = 512;

  private static final CompiledGraphs SHARED = new CompiledGraphs(backend(), KEPT);

  private final Backend backend;
  private final Map<Graph, Executable> executables;

  /**
   * @param backend compiles
   * @param kept most executables held
   */
  CompiledGraphs(Backend backend, int kept) {
    this.backend = backend;
    this.executables =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Graph, Executable> eldest) {
            return size() > kept;
          }
        };
  }

  /** {@return the graphs of this JVM} */
  static CompiledGraphs shared() {
    return SHARED;
  }

  private static Backend backend() {
    return ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "executor: no dev.sparrow.spi.Backend on its class path; add the artifact"
                    + " dev.sparrow:jit to spark.jars"));
  }

  /**
   * The executable of a graph.
   *
   * @param graph the graph
   * @return the executable, compiled now if it is new
   */
  Executable get(Graph graph) {
    synchronized (executables) {
      Executable known = executables.get(graph);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: two tasks may compile one graph at once, but neither waits for another's.
    Executable compiled = backend.compile(graph);
    synchronized (executables) {
      executables.put(graph, compiled);
    }
    return compiled;
  }
}
