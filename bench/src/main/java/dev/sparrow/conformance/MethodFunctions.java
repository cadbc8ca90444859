package dev.sparrow.conformance;

import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.IndexedUpdate;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.JaxName;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What JAX writes with brackets or as a method, as functions that cases can call. */
public final class MethodFunctions {
  private MethodFunctions() {}

  /**
   * The options of {@code x.at[index]}.
   *
   * @param mode what happens to positions that do not exist
   * @param fillValue what they read
   * @param wrapNegativeIndices whether negative positions count from the end
   * @param indicesAreSorted a promise that changes no value
   * @param uniqueIndices a promise that changes no value
   */
  public record AtOptions(
      @Nullable IndexMode mode,
      @Nullable Double fillValue,
      @Nullable Boolean wrapNegativeIndices,
      boolean indicesAreSorted,
      boolean uniqueIndices) {
    IndexedUpdate at(NDArray x, List<Index> index) {
      IndexedUpdate place = x.at(index.toArray(Index[]::new));
      if (fillValue != null) {
        place = place.fill(fillValue);
      }
      if (mode != null) {
        place = place.mode(mode);
      }
      return Boolean.FALSE.equals(wrapNegativeIndices) ? place.withoutWrapping() : place;
    }
  }

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
   * @param options rules for positions
   * @return the elements
   */
  @JaxName("at.get")
  public static NDArray atGet(NDArray x, List<Index> index, AtOptions options) {
    return options.at(x, index).get();
  }

  /**
   * {@code x.at[index].apply(function)}.
   *
   * @param x array
   * @param index index list
   * @param function elementwise
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.apply")
  public static NDArray atApply(
      NDArray x, List<Index> index, UnaryOperator<NDArray> function, AtOptions options) {
    return options.at(x, index).apply(function);
  }

  /**
   * {@code x.at[index].set(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.set")
  public static NDArray atSet(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).set(values);
  }

  /**
   * {@code x.at[index].add(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.add")
  public static NDArray atAdd(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).add(values);
  }

  /**
   * {@code x.at[index].subtract(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.subtract")
  public static NDArray atSubtract(
      NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).subtract(values);
  }

  /**
   * {@code x.at[index].multiply(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName({"at.multiply", "at.mul"})
  public static NDArray atMultiply(
      NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).mul(values);
  }

  /**
   * {@code x.at[index].divide(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.divide")
  public static NDArray atDivide(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).divide(values);
  }

  /**
   * {@code x.at[index].power(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.power")
  public static NDArray atPower(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).power(values);
  }

  /**
   * {@code x.at[index].min(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.min")
  public static NDArray atMin(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).min(values);
  }

  /**
   * {@code x.at[index].max(values)}.
   *
   * @param x array
   * @param index index list
   * @param values update
   * @param options rules for positions
   * @return the new array
   */
  @JaxName("at.max")
  public static NDArray atMax(NDArray x, List<Index> index, NDArray values, AtOptions options) {
    return options.at(x, index).max(values);
  }
}
