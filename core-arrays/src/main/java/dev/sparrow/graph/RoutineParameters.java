package dev.sparrow.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What JAX prints as parameters of sorts, running folds and windows, by name in order. */
final class RoutineParameters {
  private RoutineParameters() {}

  static Map<String, String> of(Ordering prim) {
    Map<String, String> pairs = new TreeMap<>();
    switch (prim) {
      case Ordering.Sort(int dimension, boolean stable, int keys) -> {
        pairs.put("dimension", Integer.toString(dimension));
        pairs.put("is_stable", flag(stable));
        pairs.put("num_keys", Integer.toString(keys));
      }
      case Ordering.TopK(int axis, int count) -> {
        pairs.put("axis", Integer.toString(axis));
        pairs.put("k", Integer.toString(count));
      }
      case Ordering.SearchSorted(Ordering.Side _, var indexDType) ->
          pairs.put("index_dtype", indexDType.jaxName());
    }
    return pairs;
  }

  static Map<String, String> of(Cumulative prim) {
    return switch (prim) {
      case Cumulative.Accumulate(Cumulative.Running _, int axis, boolean reverse) ->
          new TreeMap<>(Map.of("axis", Integer.toString(axis), "reverse", flag(reverse)));
    };
  }

  static Map<String, String> of(Windowed prim) {
    Map<String, String> pairs = new TreeMap<>();
    switch (prim) {
      case Windowed.ReduceWindow(Monoid _, Windows windows) -> {
        pairs.put("base_dilation", tuple(windows.baseDilation()));
        pairs.put("padding", padding(windows));
        pairs.put("window_dilation", tuple(windows.windowDilation()));
        pairs.put("window_dimensions", tuple(windows.sizes()));
        pairs.put("window_strides", tuple(windows.strides()));
      }
      case Windowed.SelectAndScatterAdd(Primitive.Extreme extreme, Windows windows) -> {
        pairs.put("padding", padding(windows));
        pairs.put("select_prim", extreme == Primitive.Extreme.MAX ? "ge" : "le");
        pairs.put("window_dimensions", tuple(windows.sizes()));
        pairs.put("window_strides", tuple(windows.strides()));
      }
      case Windowed.Convolution conv -> {
        Windows windows = conv.windows();
        ConvDimensions of = conv.dimensions();
        pairs.put("batch_group_count", Integer.toString(conv.batchGroups()));
        pairs.put(
            "dimension_numbers",
            "ConvDimensionNumbers(lhs_spec=%s, rhs_spec=%s, out_spec=%s)"
                .formatted(tuple(of.lhs()), tuple(of.rhs()), tuple(of.out())));
        pairs.put("feature_group_count", Integer.toString(conv.featureGroups()));
        pairs.put("lhs_dilation", tuple(windows.baseDilation()));
        pairs.put("out_sharding", "None");
        pairs.put("padding", padding(windows));
        pairs.put("precision", "None");
        pairs.put(
            "preferred_element_type",
            conv.preferred() == null ? "None" : conv.preferred().jaxName());
        pairs.put("rhs_dilation", tuple(windows.windowDilation()));
        pairs.put("window_strides", tuple(windows.strides()));
      }
    }
    return pairs;
  }

  private static String flag(boolean value) {
    return value ? "True" : "False";
  }

  private static String padding(Windows windows) {
    StringBuilder text = new StringBuilder("(");
    for (int axis = 0; axis < windows.rank(); axis++) {
      text.append(axis == 0 ? "" : ", ")
          .append('(')
          .append(windows.low().get(axis))
          .append(", ")
          .append(windows.high().get(axis))
          .append(')');
    }
    return text.append(windows.rank() == 1 ? ",)" : ")").toString();
  }

  private static String tuple(List<?> items) {
    String inner = items.stream().map(Object::toString).collect(Collectors.joining(", "));
    return items.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }
}
