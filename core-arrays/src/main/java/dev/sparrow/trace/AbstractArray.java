package dev.sparrow.trace;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Tracer;
import dev.sparrow.graph.Primitive;
import java.util.List;

/**
 * A type in the place of an array: an argument to trace with ({@code trace}, {@code evalShape}), or
 * what a function would return. JAX's {@code ShapeDtypeStruct}. It has no data and takes part in no
 * operation.
 */
public final class AbstractArray extends Tracer {
  private static final Trace NOWHERE = new NoTrace();

  private AbstractArray(ArrayType type) {
    super(NOWHERE, type);
  }

  /**
   * A type as an array.
   *
   * @param type the type
   * @return the stand-in
   */
  public static NDArray of(ArrayType type) {
    return new AbstractArray(type);
  }

  /**
   * A type as an array.
   *
   * @param dtype element type
   * @param dims extents
   * @return the stand-in
   */
  public static NDArray of(DType dtype, long... dims) {
    return of(ArrayType.of(dtype, dims));
  }

  @Override
  public String origin() {
    return "nothing: it is an abstract array, which has a type and no data";
  }

  /** The trace of arrays that can be traced with only. */
  private static final class NoTrace extends Trace {
    @Override
    public List<NDArray> bind(Primitive prim, List<NDArray> in) {
      throw new IllegalStateException(prim.jaxName() + ": no function runs under this trace");
    }
  }
}
