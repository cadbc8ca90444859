package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which axis of a convolution's operands and result is what.
 *
 * @param lhs axes of the left operand: batch, input channels, then the spatial ones
 * @param rhs axes of the kernel: output channels, input channels, then the spatial ones
 * @param out axes of the result: batch, output channels, then the spatial ones
 */
public record ConvDimensions(List<Integer> lhs, List<Integer> rhs, List<Integer> out)
    implements Serializable {
  /** Copies the lists. */
  public ConvDimensions {
    lhs = List.copyOf(lhs);
    rhs = List.copyOf(rhs);
    out = List.copyOf(out);
  }

  /**
   * Batch and channels in front, spatial axes behind: NCHW, OIHW, NCHW.
   *
   * @param spatial number of spatial axes
   * @return the dimensions
   */
  public static ConvDimensions channelsFirst(int spatial) {
    List<Integer> inOrder = IntStream.range(0, spatial + 2).boxed().toList();
    return new ConvDimensions(inOrder, inOrder, inOrder);
  }

  /** {@return the number of spatial axes} */
  public int spatial() {
    return lhs.size() - 2;
  }
}
