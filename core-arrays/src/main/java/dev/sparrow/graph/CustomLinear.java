package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import java.util.List;

/**
 * What stands in a linear program for a function with a custom reverse derivative: (known…,
 * tangents…) → tangents. Nobody knows its values; it exists to be transposed, which runs the
 * backward program.
 *
 * @param name name of the function
 * @param backward (known…, a cotangent for each result…) → a cotangent for each tangent…
 * @param known number of operands that are no tangents
 * @param results types of the results
 */
public record CustomLinear(String name, Graph backward, int known, List<ArrayType> results)
    implements Primitive {
  /** Copies the list. */
  public CustomLinear {
    results = List.copyOf(results);
  }

  @Override
  public List<Graph> graphs() {
    return List.of(backward);
  }

  @Override
  public String jaxName() {
    return "custom_lin";
  }
}
