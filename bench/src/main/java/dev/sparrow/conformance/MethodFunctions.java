package dev.sparrow.conformance;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.JaxName;
import java.util.List;

/** What JAX writes with brackets or as a method, as functions that cases can call. */
public final class MethodFunctions {
  private MethodFunctions() {}

  /**
   * {@code x[index]}.
   *
   * @param x indexed array
   * @param index index list
   * @return the elements
   */
  @JaxName("getitem")
  public static NDArray getItem(NDArray x, List<Index> index) {
    return x.get(index.toArray(Index[]::new));
  }

  /**
   * {@code x.at[index].get()}.
   *
   * @param x indexed array
   * @param index index list
   * @return the elements
   */
  @JaxName("at.get")
  public static NDArray atGet(NDArray x, List<Index> index) {
    return x.at(index.toArray(Index[]::new)).get();
  }

  /**
   * {@code x.at[index].set(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   * @return the new array
   */
  @JaxName("at.set")
  public static NDArray atSet(
      NDArray x,
      List<Index> index,
      NDArray values,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    return x.at(index.toArray(Index[]::new)).set(values);
  }

  /**
   * {@code x.at[index].add(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   * @return the new array
   */
  @JaxName("at.add")
  public static NDArray atAdd(
      NDArray x,
      List<Index> index,
      NDArray values,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    return x.at(index.toArray(Index[]::new)).add(values);
  }

  /**
   * {@code x.at[index].multiply(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   * @return the new array
   */
  @JaxName({"at.multiply", "at.mul"})
  public static NDArray atMultiply(
      NDArray x,
      List<Index> index,
      NDArray values,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    return x.at(index.toArray(Index[]::new)).mul(values);
  }

  /**
   * {@code x.at[index].min(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   * @return the new array
   */
  @JaxName("at.min")
  public static NDArray atMin(
      NDArray x,
      List<Index> index,
      NDArray values,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    return x.at(index.toArray(Index[]::new)).min(values);
  }

  /**
   * {@code x.at[index].max(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   * @return the new array
   */
  @JaxName("at.max")
  public static NDArray atMax(
      NDArray x,
      List<Index> index,
      NDArray values,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    return x.at(index.toArray(Index[]::new)).max(values);
  }
}
