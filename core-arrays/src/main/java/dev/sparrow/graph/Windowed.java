package dev.sparrow.graph;

import dev.sparrow.array.DType;
import org.jspecify.annotations.Nullable;

/** Functions of windows that move over an array: pooling and convolution. */
public sealed interface Windowed extends Primitive.Whole {
  /**
   * Folds the elements of each window, from the identity, in row-major order; padding is left out.
   *
   * @param monoid how elements combine: SUM, PROD, MAX or MIN
   * @param windows the windows, with an entry for each axis
   */
  record ReduceWindow(Monoid monoid, Windows windows) implements Windowed {
    @Override
    public String jaxName() {
      return switch (monoid) {
        case SUM -> "reduce_window_sum";
        case MAX -> "reduce_window_max";
        case MIN -> "reduce_window_min";
        case PROD, AND, OR, XOR -> "reduce_window";
      };
    }
  }

  /**
   * (source, operand) → zeros of the operand's shape, where each source element is added at the
   * place of the extreme element of its window on the operand, the first of equals.
   *
   * @param extreme which element of a window is selected
   * @param windows the windows, without dilation
   */
  record SelectAndScatterAdd(Primitive.Extreme extreme, Windows windows) implements Windowed {
    @Override
    public String jaxName() {
      return "select_and_scatter_add";
    }
  }

  /**
   * Convolution in the sense of neural networks: the kernel is not flipped. Terms are summed in the
   * order of {@link ContractionOrder}, over the kernel's input channels first and then row-major
   * over its window; padding counts as zeros.
   *
   * @param dimensions which axis is what
   * @param windows the windows, with an entry for each spatial axis; the base dilation is that of
   *     the left operand, the window dilation that of the kernel
   * @param featureGroups groups of input channels that do not mix
   * @param batchGroups groups of the batch, each of which makes its own output channels
   * @param preferred dtype of the result, or null for the operands'
   */
  record Convolution(
      ConvDimensions dimensions,
      Windows windows,
      int featureGroups,
      int batchGroups,
      @Nullable DType preferred)
      implements Windowed {
    @Override
    public String jaxName() {
      return "conv_general_dilated";
    }
  }
}
