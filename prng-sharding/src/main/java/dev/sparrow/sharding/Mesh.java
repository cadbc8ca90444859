package dev.sparrow.sharding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Places for shards, in a grid with named axes. A place is a number, not a machine: which task runs
 * it is the runner's choice and changes no value.
 *
 * @param axes the axes, outermost first
 */
public record Mesh(List<Axis> axes) implements Serializable {
  /** Copies the list; names must differ. */
  public Mesh {
    axes = List.copyOf(axes);
    Set<String> names = new HashSet<>();
    for (Axis axis : axes) {
      if (!names.add(axis.name())) {
        throw new ShardingException("mesh: axis '" + axis.name() + "' occurs twice in " + axes);
      }
    }
  }

  /**
   * A named axis.
   *
   * @param name its name
   * @param size number of places along it, at least 1
   */
  public record Axis(String name, int size) implements Serializable {
    /** Checks the size. */
    public Axis {
      if (size < 1) {
        throw new ShardingException("mesh: axis '" + name + "' must have size 1 or more: " + size);
      }
    }
  }

  /**
   * A mesh of one axis.
   *
   * @param name name of the axis
   * @param size number of places
   * @return the mesh
   */
  public static Mesh of(String name, int size) {
    return new Mesh(List.of(new Axis(name, size)));
  }

  /**
   * This mesh with one more axis, inside the others.
   *
   * @param name name of the axis
   * @param size number of places along it
   * @return the larger mesh
   */
  public Mesh and(String name, int size) {
    List<Axis> more = new ArrayList<>(axes);
    more.add(new Axis(name, size));
    return new Mesh(more);
  }

  /** {@return the number of places} */
  public int size() {
    int size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, axis.size());
    }
    return size;
  }

  /**
   * Size of an axis.
   *
   * @param name its name
   * @return its size
   * @throws ShardingException if the mesh has no such axis
   */
  public int size(String name) {
    return axes.get(position(name)).size();
  }

  /**
   * Where a place lies along an axis.
   *
   * @param place number of the place, row-major
   * @param name name of the axis
   * @return position along the axis
   * @throws ShardingException if the mesh has no such axis or place
   */
  public int coordinate(int place, String name) {
    if (place < 0 || place >= size()) {
      throw new ShardingException("mesh: no place " + place + " in a mesh of " + size());
    }
    int inner = 1;
    for (int i = position(name) + 1; i < axes.size(); i++) {
      inner *= axes.get(i).size();
    }
    return place / inner % size(name);
  }

  private int position(String name) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new ShardingException("mesh: axis '" + name + "' is not found in " + this);
  }

  /** {@return the axes as JAX prints them: {@code Mesh('x': 4, 'y': 2)}} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Mesh(");
    for (Axis axis : axes) {
      text.append(text.length() == 5 ? "" : ", ").append('\'').append(axis.name());
      text.append("': ").append(axis.size());
    }
    return text.append(')').toString();
  }
}
