package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An operation across the elements of a mapped axis that has a name: what {@code psum(x, "i")} is
 * inside {@code vmap} with {@code axisName("i")}. Batching over that axis turns it into operations
 * on the batch, so a program that runs has none left.
 */
public sealed interface Collective extends Primitive.Whole {
  /** {@return the mapped axis} */
  String axisName();

  /**
   * (x) → all elements' x combined; the same for all elements.
   *
   * @param monoid how they combine: SUM, MAX or MIN
   * @param axisName the mapped axis
   */
  record AllReduce(Monoid monoid, String axisName) implements Collective {
    @Override
    public String jaxName() {
      return switch (monoid) {
        case SUM -> "psum";
        case MAX -> "pmax";
        case MIN -> "pmin";
        case PROD, AND, OR, XOR -> "p" + monoid.jaxName();
      };
    }
  }

  /**
   * (x) → all elements' x, stacked along a new dimension; the same for all elements.
   *
   * @param axisName the mapped axis
   * @param axisSize its size
   * @param dimension where the new dimension goes
   */
  record AllGather(String axisName, long axisSize, int dimension) implements Collective {
    @Override
    public String jaxName() {
      return "all_gather";
    }
  }

  /**
   * () → the number of each element, int32.
   *
   * @param axisName the mapped axis
   */
  record AxisIndex(String axisName) implements Collective {
    @Override
    public String jaxName() {
      return "axis_index";
    }
  }

  /**
   * (x) → the x of another element; zeros where no element sends.
   *
   * @param axisName the mapped axis
   * @param routes which element sends to which; no element receives twice
   */
  record Permute(String axisName, List<Route> routes) implements Collective {
    /** Copies the list. */
    public Permute {
      routes = List.copyOf(routes);
    }

    @Override
    public String jaxName() {
      return "ppermute";
    }

    /** {@return the routes as Python prints pairs} */
    public String pairs() {
      return routes.stream()
          .map(Route::toString)
          .collect(Collectors.joining(", ", "(", routes.size() == 1 ? ",)" : ")"));
    }
  }

  /**
   * One element's message to another.
   *
   * @param source number of the sender
   * @param destination number of the receiver
   */
  record Route(long source, long destination) implements Serializable {
    @Override
    public String toString() {
      return "(" + source + ", " + destination + ")";
    }
  }

  /**
   * (x) → the sum of all elements' x, of which element i keeps index i of a dimension.
   *
   * @param axisName the mapped axis
   * @param axisSize its size, and the extent of the dimension
   * @param dimension the dimension that is shared out
   */
  record ReduceScatter(String axisName, long axisSize, int dimension) implements Collective {
    @Override
    public String jaxName() {
      return "reduce_scatter";
    }
  }

  /**
   * (x) → index i of element j's split dimension becomes index j of element i's concatenated one.
   *
   * @param axisName the mapped axis
   * @param axisSize its size, and the extent of the split dimension
   * @param splitDimension the dimension that is shared out; the result does not have it
   * @param concatDimension where the result has what was gathered, counted in the result
   */
  record AllToAll(String axisName, long axisSize, int splitDimension, int concatDimension)
      implements Collective {
    @Override
    public String jaxName() {
      return "all_to_all";
    }
  }
}
