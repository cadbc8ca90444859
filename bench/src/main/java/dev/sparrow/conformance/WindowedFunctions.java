package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Windows;
import dev.sparrow.ops.Convolution;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.WindowPadding;
import dev.sparrow.ops.WindowReductions;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of windows as cases write them: padding by a word or by numbers. */
public final class WindowedFunctions {
  private WindowedFunctions() {}

  /**
   * What {@code conv} takes besides padding.
   *
   * @param lhsDilation dilation of the left operand
   * @param rhsDilation dilation of the kernel
   * @param dimensionNumbers letters of the axes
   * @param featureGroupCount groups of channels
   * @param batchGroupCount groups of the batch
   */
  public record ConvKeywords(
      @Nullable List<Long> lhsDilation,
      @Nullable List<Long> rhsDilation,
      @Nullable List<String> dimensionNumbers,
      @Nullable Integer featureGroupCount,
      @Nullable Integer batchGroupCount) {
    NDArray convolve(NDArray x, NDArray w, List<Long> strides, WindowPadding padding) {
      Convolution options =
          new Convolution(
              strides,
              padding,
              lhsDilation,
              rhsDilation,
              null,
              featureGroupCount == null ? 1 : featureGroupCount,
              batchGroupCount == null ? 1 : batchGroupCount,
              null);
      List<String> axes = dimensionNumbers;
      return Convolutions.convGeneralDilated(
          x, w, axes == null ? options : options.axes(axes.get(0), axes.get(1), axes.get(2)));
    }
  }

  /**
   * {@code lax.conv_general_dilated} with padding by a word.
   *
   * @param x left operand
   * @param w kernel
   * @param strides distances between windows
   * @param padding padding
   * @param keywords the rest
   * @return the convolution
   */
  @JaxName("conv")
  public static NDArray conv(
      NDArray x,
      NDArray w,
      List<Long> strides,
      WindowPadding.Automatic padding,
      ConvKeywords keywords) {
    return keywords.convolve(x, w, strides, padding);
  }

  /**
   * {@code lax.conv_general_dilated} with padding by numbers.
   *
   * @param x left operand
   * @param w kernel
   * @param strides distances between windows
   * @param padding padding
   * @param keywords the rest
   * @return the convolution
   */
  @JaxName("conv")
  public static NDArray conv(
      NDArray x, NDArray w, List<Long> strides, long[][] padding, ConvKeywords keywords) {
    return keywords.convolve(x, w, strides, WindowPadding.of(padding));
  }

  /**
   * {@code lax.reduce_window} from a number.
   *
   * @param x operand
   * @param init initial value
   * @param op what combines
   * @param window sizes
   * @param strides distances between windows
   * @param padding padding, a word or numbers
   * @param baseDilation dilation of the operand
   * @param windowDilation dilation of windows
   * @return folds
   */
  @JaxName("lax.reduce_window_fn")
  public static NDArray reduceWindow(
      NDArray x,
      NDArray init,
      String op,
      List<Long> window,
      List<Long> strides,
      long[][] padding,
      @Nullable List<Long> baseDilation,
      @Nullable List<Long> windowDilation) {
    Windows windows = windows(window, strides, baseDilation, windowDilation);
    return WindowReductions.reduceWindow(monoid(op), x, init, windows, WindowPadding.of(padding));
  }

  /**
   * {@code lax.reduce_window} from a number, with padding by a word.
   *
   * @param x operand
   * @param init initial value
   * @param op what combines
   * @param window sizes
   * @param strides distances between windows
   * @param padding padding
   * @param baseDilation dilation of the operand
   * @param windowDilation dilation of windows
   * @return folds
   */
  @JaxName("lax.reduce_window_fn")
  public static NDArray reduceWindow(
      NDArray x,
      NDArray init,
      String op,
      List<Long> window,
      List<Long> strides,
      WindowPadding.Automatic padding,
      @Nullable List<Long> baseDilation,
      @Nullable List<Long> windowDilation) {
    Windows windows = windows(window, strides, baseDilation, windowDilation);
    return WindowReductions.reduceWindow(monoid(op), x, init, windows, padding);
  }

  /**
   * {@code lax.reduce_window} from an infinity.
   *
   * @param x operand
   * @param init initial value
   * @param op what combines
   * @param window sizes
   * @param strides distances between windows
   * @param padding padding
   * @param baseDilation dilation of the operand
   * @param windowDilation dilation of windows
   * @return folds
   */
  @JaxName("lax.reduce_window_fn")
  public static NDArray reduceWindow(
      NDArray x,
      double init,
      String op,
      List<Long> window,
      List<Long> strides,
      long[][] padding,
      @Nullable List<Long> baseDilation,
      @Nullable List<Long> windowDilation) {
    NDArray from = Creation.weak(init);
    return reduceWindow(x, from, op, window, strides, padding, baseDilation, windowDilation);
  }

  /**
   * {@code lax.reduce_window} from an infinity, with padding by a word.
   *
   * @param x operand
   * @param init initial value
   * @param op what combines
   * @param window sizes
   * @param strides distances between windows
   * @param padding padding
   * @param baseDilation dilation of the operand
   * @param windowDilation dilation of windows
   * @return folds
   */
  @JaxName("lax.reduce_window_fn")
  public static NDArray reduceWindow(
      NDArray x,
      double init,
      String op,
      List<Long> window,
      List<Long> strides,
      WindowPadding.Automatic padding,
      @Nullable List<Long> baseDilation,
      @Nullable List<Long> windowDilation) {
    NDArray from = Creation.weak(init);
    return reduceWindow(x, from, op, window, strides, padding, baseDilation, windowDilation);
  }

  private static Windows windows(
      List<Long> window,
      List<Long> strides,
      @Nullable List<Long> baseDilation,
      @Nullable List<Long> windowDilation) {
    List<Long> ones = Collections.nCopies(window.size(), 1L);
    List<Long> zeros = Collections.nCopies(window.size(), 0L);
    return new Windows(
        window,
        strides,
        zeros,
        zeros,
        baseDilation == null ? ones : baseDilation,
        windowDilation == null ? ones : windowDilation);
  }

  private static Monoid monoid(String op) {
    return switch (op) {
      case "add" -> Monoid.SUM;
      case "mul" -> Monoid.PROD;
      case "max" -> Monoid.MAX;
      case "min" -> Monoid.MIN;
      default -> throw new IllegalArgumentException("no windows are folded by " + op);
    };
  }
}
