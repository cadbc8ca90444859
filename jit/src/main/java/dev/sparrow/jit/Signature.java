package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import dev.sparrow.trace.TraceSetting;
import dev.sparrow.tree.StaticValue;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled function is traced anew for: all that tracing may depend on, and no values of
 * arrays. One place of {@code structures} and of {@code statics} for each argument.
 */
final class Signature {
  private final List<TreeDef<?>> structures;
  private final List<StaticValue> statics;
  private final List<ArrayType> types;
  private final Map<TraceSetting<?>, Object> settings;
  private final Map<String, Long> axes;
  private final int hash;

  /**
   * @param structures form of each argument; null's for a static one
   * @param statics value of each static argument; null's for any other
   * @param types types of all arrays in the arguments
   * @param axes sizes of the named axes that are mapped around the call
   */
  Signature(
      List<TreeDef<?>> structures,
      List<StaticValue> statics,
      List<ArrayType> types,
      Map<String, Long> axes) {
    this.structures = structures;
    this.statics = statics;
    this.types = types;
    this.settings = TraceSetting.unusual();
    this.axes = axes;
    this.hash = 31 * types.hashCode() + 31 * structures.hashCode() + statics.hashCode();
  }

  List<ArrayType> types() {
    return types;
  }

  List<StaticValue> statics() {
    return statics;
  }

  List<TreeDef<?>> structures() {
    return structures;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signature theirs
        && hash == theirs.hash
        && types.equals(theirs.types)
        && structures.equals(theirs.structures)
        && statics.equals(theirs.statics)
        && settings.equals(theirs.settings)
        && axes.equals(theirs.axes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@return the arguments as types: {@code (Layer(w=f32[3,4], b=f32[4]), f32[8,3], static 2)}} */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "(", ")");
    int leaf = 0;
    for (int i = 0; i < structures.size(); i++) {
      TreeDef<?> structure = structures.get(i);
      if (statics.get(i).value() != null) {
        text.add("static " + statics.get(i));
        continue;
      }
      List<ArrayType> own = types.subList(leaf, leaf + structure.leafCount());
      leaf += structure.leafCount();
      text.add(structure.toString(own.stream().map(ArrayType::toString).toList()));
    }
    return text.toString();
  }

  /**
   * In what this differs from what was traced before.
   *
   * @param before the other
   * @param options of the function, for names
   * @return a phrase for each difference; none if equal
   */
  List<String> differences(Signature before, JitOptions options) {
    List<String> differences = new ArrayList<>();
    if (structures.size() != before.structures.size()) {
      return List.of(
          "called with "
              + structures.size()
              + " arguments, before with "
              + before.structures.size());
    }
    int leaf = 0;
    int leafBefore = 0;
    for (int i = 0; i < structures.size(); i++) {
      String name = options.argumentName(i);
      TreeDef<?> structure = structures.get(i);
      TreeDef<?> structureBefore = before.structures.get(i);
      if (!statics.get(i).equals(before.statics.get(i))) {
        differences.add(staticDifference(name, statics.get(i), before.statics.get(i)));
      } else if (structure.equals(structureBefore)) {
        for (int k = 0; k < structure.leafCount(); k++) {
          ArrayType now = types.get(leaf + k);
          ArrayType then = before.types.get(leafBefore + k);
          if (!now.equals(then)) {
            String place = structure.paths().get(k).from(name);
            differences.add(place + " " + typeDifference(now, then));
          }
        }
      } else {
        structure
            .difference(name, structureBefore)
            .ifPresent(
                difference -> differences.add(difference.replace(", the other ", ", before ")));
      }
      leaf += structure.leafCount();
      leafBefore += structureBefore.leafCount();
    }
    Set<TraceSetting<?>> involved = new LinkedHashSet<>(settings.keySet());
    involved.addAll(before.settings.keySet());
    for (TraceSetting<?> setting : involved) {
      Object now = setting.in(settings);
      Object then = setting.in(before.settings);
      if (!now.equals(then)) {
        differences.add("runs under " + setting + " " + now + ", before under " + then);
      }
    }
    if (!axes.equals(before.axes)) {
      differences.add("runs inside mapped axes " + axes + ", before inside " + before.axes);
    }
    return differences;
  }

  private static String staticDifference(String name, StaticValue now, StaticValue before) {
    return name
        + " is the static value "
        + now
        + className(now, before)
        + ", before "
        + before
        + className(before, now);
  }

  /** The class of a value, where it is what makes the difference. */
  private static String className(StaticValue value, StaticValue other) {
    Object own = value.value();
    Object theirs = other.value();
    return own == null || theirs == null || own.getClass() == theirs.getClass()
        ? ""
        : " of class " + own.getClass().getSimpleName();
  }

  private static String typeDifference(ArrayType now, ArrayType before) {
    StringJoiner parts = new StringJoiner(" and ");
    if (now.dtype() != before.dtype()) {
      parts.add("has dtype " + now.dtype() + ", before " + before.dtype());
    }
    if (!now.shape().equals(before.shape())) {
      parts.add("has shape " + now.shape() + ", before " + before.shape());
    }
    if (now.weak() != before.weak()) {
      parts.add(now.weak() ? "is weakly typed, before not" : "is not weakly typed, before it was");
    }
    return parts.toString();
  }
}
