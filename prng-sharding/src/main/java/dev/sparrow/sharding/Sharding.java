package dev.sparrow.sharding;

import dev.sparrow.array.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A layout: which block of an array each place of a mesh holds. Nothing is stored for a shard;
 * where it lies follows from its number by {@link Shard#of}.
 *
 * @param mesh the places
 * @param spec which array axes are cut
 */
public record Sharding(Mesh mesh, PartitionSpec spec) implements Serializable {
  /** Checks that the spec names axes of the mesh. */
  public Sharding {
    spec.cuts().forEach(names -> names.forEach(mesh::size));
  }

  /**
   * The layout of a table: axis 0 in pieces, all other axes whole.
   *
   * @param pieces number of pieces
   * @return the layout
   */
  public static Sharding rows(int pieces) {
    return new Sharding(Mesh.of("rows", pieces), PartitionSpec.of("rows"));
  }

  /**
   * Number of pieces an array axis is cut into.
   *
   * @param axis array axis, from 0
   * @return the number, 1 if the axis is whole
   */
  public int pieces(int axis) {
    int pieces = 1;
    for (String name : spec.cuts(axis)) {
      pieces *= mesh.size(name);
    }
    return pieces;
  }

  /** {@return whether every place holds the whole array} */
  public boolean isReplicated() {
    return spec.cuts().stream().allMatch(List::isEmpty);
  }

  /**
   * The block that a place holds.
   *
   * @param shape shape of the whole array
   * @param place number of the place
   * @return one range for each array axis
   * @throws ShardingException if the spec cuts more axes than the array has, or there is no such
   *     place
   */
  public List<Shard> block(Shape shape, int place) {
    if (spec.cuts().size() > shape.rank()) {
      throw new ShardingException(
          "sharding: spec "
              + spec.cuts()
              + " is only valid for arrays of rank "
              + spec.cuts().size()
              + " or more, and the array has shape "
              + shape);
    }
    List<Shard> ranges = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int piece = 0;
      for (String name : spec.cuts(axis)) {
        piece = piece * mesh.size(name) + mesh.coordinate(place, name);
      }
      ranges.add(Shard.of(shape.dim(axis), pieces(axis), piece));
    }
    return ranges;
  }
}
