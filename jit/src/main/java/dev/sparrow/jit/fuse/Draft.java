package dev.sparrow.jit.fuse;

import dev.sparrow.array.Shape;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step while {@link Fusion} is still adding to it. */
abstract sealed class Draft {
  /** Steps that must come before this one. */
  final Set<Draft> needs = new LinkedHashSet<>();

  abstract Step finish();

  /** Whether this step has to wait for another one, directly or not. */
  final boolean dependsOn(Draft other) {
    return dependsOn(other, new HashSet<>());
  }

  private boolean dependsOn(Draft other, Set<Draft> visited) {
    if (needs.contains(other)) {
      return true;
    }
    for (Draft need : needs) {
      if (visited.add(need) && need.dependsOn(other, visited)) {
        return true;
      }
    }
    return false;
  }

  /** A step that is complete from the start. */
  static final class OfStep extends Draft {
    private final Step step;

    OfStep(Step step) {
      this.step = step;
    }

    @Override
    Step finish() {
      return step;
    }
  }

  /** A region that equations of the same space may still join. */
  static final class OfRegion extends Draft {
    final Shape space;
    final LinkedHashMap<Var, Access> inputs = new LinkedHashMap<>();
    final List<Equation> equations = new ArrayList<>();
    final Set<Var> values = new HashSet<>();
    final LinkedHashSet<Var> stored = new LinkedHashSet<>();

    /** Complex results and the values that are their parts. */
    final Map<Var, List<Var>> pairs = new HashMap<>();

    final List<Region.Store> copies = new ArrayList<>();
    final List<Region.Fold> folds = new ArrayList<>();
    @Nullable List<Integer> reduced;

    OfRegion(Shape space) {
      this.space = space;
    }

    @Override
    Step finish() {
      List<Region.Store> stores = new ArrayList<>();
      stored.forEach(value -> {
        List<Var> parts = pairs.getOrDefault(value, List.of(value));
        for (int component = 0; component < parts.size(); component++) {
          stores.add(new Region.Store(parts.get(component), value, component));
        }
      });
      stores.addAll(copies);
      return new Region(
          space, reduced == null ? List.of() : reduced, inputs, equations, stores, folds);
    }
  }
}
