package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which positions an attention sees, and how it weighs them. With B batches, T queries, S keys and
 * N heads, arrays broadcast to (B, N, T, S), of which leading axes may be missing.
 *
 * @param bias added to the scaled products; null for 0
 * @param mask bool, true for what takes part; null for all
 * @param scale factor of the products; null for 1/√H, with H the features of a head
 * @param isCausal whether query t sees keys 0 to t only
 * @param querySeqLengths int32 of (B,): queries from there on answer 0; null for all T
 * @param keyValueSeqLengths int32 of (B,): keys from there on are not seen; null for all S
 * @param localWindowSize how many keys before and after its own position a query sees; null for all
 */
public record AttentionOptions(
    @Nullable NDArray bias,
    @Nullable NDArray mask,
    @Nullable Double scale,
    boolean isCausal,
    @Nullable NDArray querySeqLengths,
    @Nullable NDArray keyValueSeqLengths,
    @Nullable List<Long> localWindowSize) {

  /** {@return attention to all keys} */
  public static AttentionOptions all() {
    return new AttentionOptions(null, null, null, false, null, null, null);
  }

  /** {@return attention of query t to keys 0 to t} */
  public static AttentionOptions causal() {
    return new AttentionOptions(null, null, null, true, null, null, null);
  }
}
