package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.ViewRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operand as a chain of views on a source, none of which moves data.
 *
 * @param source where the elements come from
 * @param chain view primitives, first applied first
 * @param type type of the operand, after the chain
 */
public record Access(Source source, List<Primitive> chain, ArrayType type) {
  /** A buffer without memory: layouts that stand for no array yet lie on it. */
  private static final ArrowBuffer NOWHERE = nowhere();

  /** Copies the list. */
  public Access {
    chain = List.copyOf(chain);
  }

  private static ArrowBuffer nowhere() {
    ArrowBuffer buffer = ArrowBuffer.scratch(0);
    buffer.release();
    return buffer;
  }

  static Access direct(Source source, ArrayType type) {
    return new Access(source, List.of(), type);
  }

  /** One more view on top. */
  Access then(Primitive view, ArrayType viewType) {
    List<Primitive> longer = new ArrayList<>(chain);
    longer.add(view);
    return new Access(source, longer, viewType);
  }

  /** {@return the layout of a dense row-major array that has no memory yet} */
  public static View denseLayout(DType dtype, Shape shape) {
    return View.dense(NOWHERE, dtype, shape);
  }

  /**
   * Where this operand lies.
   *
   * @param base where its source lies
   * @return its strides and offset, or null if some view of the chain needs another layout of the
   *     source
   */
  public @Nullable View on(View base) {
    View view = base;
    for (Primitive prim : chain) {
      view = ViewRules.apply(prim, view);
      if (view == null) {
        return null;
      }
    }
    return view;
  }

  /** {@return where this operand lies on a dense source, or null if that cannot be expressed} */
  @Nullable View onDense() {
    return switch (source) {
      case Source.Memory(var variable) ->
          on(denseLayout(variable.type().dtype(), variable.type().shape()));
      case Source.Counter(Shape shape, _, _) -> on(denseLayout(type.dtype(), shape));
      case Source.Constant(var literal) -> on(denseLayout(literal.type().dtype(), Shape.scalar()));
    };
  }
}
