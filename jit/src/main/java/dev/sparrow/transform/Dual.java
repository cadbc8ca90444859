package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values with their tangents.
 *
 * @param primals values
 * @param tangents how they change with the inputs; null where they do not
 */
record Dual(List<NDArray> primals, List<@Nullable NDArray> tangents) {
  Dual {
    primals = List.copyOf(primals);
    tangents = Collections.unmodifiableList(new ArrayList<>(tangents));
  }

  static Dual of(NDArray primal, @Nullable NDArray tangent) {
    return new Dual(List.of(primal), Collections.singletonList(tangent));
  }

  /** Values that do not change with the inputs. */
  static Dual constant(List<NDArray> primals) {
    return new Dual(primals, Collections.nCopies(primals.size(), null));
  }
}
