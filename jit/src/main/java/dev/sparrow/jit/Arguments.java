package dev.sparrow.jit;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.StaticValue;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, taken apart.
 *
 * @param leaves all arrays in them, in order
 * @param signature all that is not in the arrays' values
 */
record Arguments(List<NDArray> leaves, Signature signature) {
  private static final StaticValue NO_VALUE = new StaticValue(null);
  private static final TreeDef<?> NO_STRUCTURE = Tree.structure(null);
  private static final TreeDef<?> ONE_ARRAY = Tree.structure(Creation.weak(0));

  /**
   * Takes arguments apart.
   *
   * @param options of the function
   * @param values the arguments
   * @return the parts
   */
  static Arguments of(JitOptions options, List<? extends @Nullable Object> values) {
    if (options.arity() != JitOptions.ANY_NUMBER && values.size() != options.arity()) {
      throw new IllegalArgumentException(
          options.name() + ": takes " + options.arity() + " arguments, got " + values.size());
    }
    List<NDArray> leaves = new ArrayList<>();
    List<TreeDef<?>> structures = new ArrayList<>(values.size());
    List<StaticValue> statics = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (options.statics().contains(i)) {
        structures.add(NO_STRUCTURE);
        statics.add(new StaticValue(values.get(i)));
      } else if (values.get(i) instanceof NDArray array) {
        structures.add(ONE_ARRAY);
        statics.add(NO_VALUE);
        leaves.add(array);
      } else {
        Flattened<?> flat = flatten(options, i, values.get(i));
        structures.add(flat.structure());
        statics.add(NO_VALUE);
        leaves.addAll(flat.leaves());
      }
    }
    List<ArrayType> types = leaves.stream().map(NDArray::type).toList();
    return new Arguments(
        leaves, new Signature(structures, statics, types, Trace.current().axisSizes()));
  }

  private static Flattened<?> flatten(JitOptions options, int position, @Nullable Object value) {
    if (value instanceof Number || value instanceof Boolean || value instanceof String) {
      throw new IllegalArgumentException(
          options.name()
              + ": argument "
              + options.argumentName(position)
              + " is a "
              + value.getClass().getSimpleName()
              + ", which is not traced; declare the parameter NDArray and pass an array, or make the"
              + " argument static with Jit.staticArguments("
              + position
              + ")");
    }
    return Tree.flatten(options.name(), options.argumentName(position), value);
  }

  /** What the arrays of a signature are called in errors, in order. */
  static List<String> names(JitOptions options, Signature signature) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < signature.structures().size(); i++) {
      String argument = options.argumentName(i);
      signature.structures().get(i).paths().forEach(path -> names.add(path.from(argument)));
    }
    return names;
  }

  /** The arguments again, around other arrays. */
  static List<@Nullable Object> rebuild(Signature signature, List<NDArray> leaves) {
    List<@Nullable Object> values = new ArrayList<>();
    int leaf = 0;
    for (int i = 0; i < signature.structures().size(); i++) {
      TreeDef<?> structure = signature.structures().get(i);
      Object fixed = signature.statics().get(i).value();
      values.add(
          fixed != null
              ? fixed
              : structure.unflatten(leaves.subList(leaf, leaf + structure.leafCount())));
      leaf += structure.leafCount();
    }
    return values;
  }
}
