package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import java.util.Collections;
import java.util.List;

/**
 * What a primitive makes of batches.
 *
 * @param values its results; batches have the mapped axis first
 * @param mapped for each result, whether it is a batch; otherwise it is the same for all elements
 */
record BatchedResults(List<NDArray> values, List<Boolean> mapped) {
  /** Copies the lists. */
  BatchedResults {
    values = List.copyOf(values);
    mapped = List.copyOf(mapped);
  }

  static BatchedResults all(List<NDArray> batches) {
    return new BatchedResults(batches, Collections.nCopies(batches.size(), true));
  }
}
