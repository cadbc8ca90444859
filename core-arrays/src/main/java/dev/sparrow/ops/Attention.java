package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of neural networks: softmax(QKᵀ/√H + bias) V for each head; Vaswani et al., "Attention
 * is all you need", 2017. Heads of queries may share heads of keys (grouped and multi-query
 * attention).
 */
public final class Attention {
  /** What a hidden position counts as: far below all others, yet finite, so that no row is NaN. */
  private static final double HIDDEN = -0.7;

  private Attention() {}

  /**
   * Attention to all keys.
   *
   * @param query (B, T, N, H) or (T, N, H): batches, queries, heads, features
   * @param key (B, S, K, H) or (S, K, H), where K divides N
   * @param value of the shape and dtype of key
   * @return an array of the shape of query
   */
  public static NDArray dotProductAttention(NDArray query, NDArray key, NDArray value) {
    return dotProductAttention(query, key, value, AttentionOptions.all());
  }

  /**
   * Attention. Products are summed, and weights computed, in float32 at least.
   *
   * @param query (B, T, N, H) or (T, N, H): batches, queries, heads, features
   * @param key (B, S, K, H) or (S, K, H), where K divides N
   * @param value of the shape and dtype of key
   * @param options what is seen
   * @return an array of the shape of query
   * @throws ShapeException if shapes do not fit
   * @throws DTypeException if dtypes differ, or are no floats
   */
  @JaxName("nn.dot_product_attention")
  public static NDArray dotProductAttention(
      NDArray query, NDArray key, NDArray value, AttentionOptions options) {
    NDArray q = fourAxes("query", query);
    NDArray k = fourAxes("key", key);
    NDArray v = fourAxes("value", value);
    check(q, k, v);
    long[] of = q.shape().dims();
    long batch = of[0];
    long queries = of[1];
    long features = of[3];
    long keys = k.shape().dim(1);
    long heads = k.shape().dim(2);
    long group = of[2] / heads;
    DType wide = DTypes.promoteTypes(q.dtype(), DType.FLOAT32);
    NDArray grouped = q.reshape(batch, queries, heads, group, features).astype(wide);
    NDArray products = Einsum.einsum("btkgh,bskh->bkgts", grouped, k.astype(wide));
    double scale = options.scale() == null ? 1 / Math.sqrt((double) features) : options.scale();
    NDArray logits = products.mul(scale).reshape(batch, of[2], queries, keys);
    if (options.bias() != null) {
      logits = logits.add(options.bias()).astype(wide);
    }
    NDArray seen = seen(options, batch, queries, keys);
    if (seen != null) {
      double hidden = HIDDEN * DTypes.finfo(wide).max();
      logits = Logic.where(seen, logits, Creation.scalar(hidden, wide));
    }
    NDArray weights = Softmax.softmax(logits.astype(DType.FLOAT32)).astype(k.dtype());
    NDArray byGroup = weights.reshape(batch, heads, group, queries, keys);
    NDArray result = Einsum.einsum("bkgts,bskh->btkgh", byGroup, v).reshape(of);
    if (options.querySeqLengths() != null) {
      NDArray there = within(queries, options.querySeqLengths());
      result = result.mul(there.reshape(batch, queries, 1, 1).astype(result.dtype()));
    }
    return result.reshape(query.shape().dims());
  }

  private static NDArray fourAxes(String what, NDArray x) {
    if (!x.dtype().isFloat()) {
      throw new DTypeException(
          "dot_product_attention: " + what + " must be of floats, got " + x.type());
    }
    return switch (x.rank()) {
      case 4 -> x;
      case 3 -> Shaping.expandDims(x, 0);
      default ->
          throw new ShapeException(
              "dot_product_attention: "
                  + what
                  + " must have axes (batch, position, head, feature) or the last three of them,"
                  + " got "
                  + x.type());
    };
  }

  private static void check(NDArray q, NDArray k, NDArray v) {
    boolean fit =
        v.shape().equals(k.shape())
            && q.shape().dim(0) == k.shape().dim(0)
            && q.shape().dim(3) == k.shape().dim(3)
            && k.shape().dim(2) > 0
            && q.shape().dim(2) % k.shape().dim(2) == 0;
    if (!fit) {
      throw new ShapeException(
          "dot_product_attention: value must be as key, and query have key's batches and features"
              + " and a multiple of its heads, got query "
              + q.type()
              + ", key "
              + k.type()
              + " and value "
              + v.type());
    }
    if (q.dtype() != k.dtype() || v.dtype() != k.dtype()) {
      throw new DTypeException(
          "dot_product_attention: query, key and value must have one dtype, got "
              + q.dtype()
              + ", "
              + k.dtype()
              + " and "
              + v.dtype());
    }
  }

  /** The positions seen, which broadcasts to (B, N, T, S); null for all. */
  private static @Nullable NDArray seen(
      AttentionOptions options, long batch, long queries, long keys) {
    DType index = Profile.current().defaultInt();
    NDArray query = Creation.arange(0, queries, 1, index).reshape(queries, 1);
    NDArray key = Creation.arange(0, keys, 1, index).reshape(1, keys);
    NDArray seen = options.mask();
    if (seen != null && seen.dtype() != DType.BOOL) {
      throw new DTypeException(
          "dot_product_attention: mask must be bool, got "
              + seen.type()
              + "; numbers to add are the bias");
    }
    if (options.isCausal()) {
      seen = both(seen, key.le(query));
    }
    List<Long> window = options.localWindowSize();
    if (window != null) {
      if (window.size() != 2) {
        throw new IllegalArgumentException(
            "dot_product_attention: a window has 2 sizes, before and after, got " + window.size());
      }
      seen = both(seen, query.sub(key).le(window.get(0)).and(key.sub(query).le(window.get(1))));
    }
    if (options.querySeqLengths() != null) {
      NDArray there = within(queries, options.querySeqLengths());
      seen = both(seen, there.reshape(batch, 1, queries, 1));
    }
    if (options.keyValueSeqLengths() != null) {
      NDArray there = within(keys, options.keyValueSeqLengths());
      seen = both(seen, there.reshape(batch, 1, 1, keys));
    }
    return seen;
  }

  private static NDArray both(@Nullable NDArray a, NDArray b) {
    return a == null ? b : a.and(b);
  }

  /** (B, count): whether a position is before the length of its batch. */
  private static NDArray within(long count, NDArray lengths) {
    NDArray position = Creation.arange(0, count, 1, lengths.dtype());
    return position.reshape(1, count).lt(Shaping.expandDims(lengths, 1));
  }
}
