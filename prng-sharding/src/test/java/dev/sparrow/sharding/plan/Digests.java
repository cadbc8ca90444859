package dev.sparrow.sharding.plan;

import dev.sparrow.array.NDArray;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of results, with their types: equality of bits in one line of a failure. */
final class Digests {
  private Digests() {}

  static List<String> of(List<NDArray> arrays) {
    return arrays.stream().map(Digests::of).toList();
  }

  private static String of(NDArray array) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(array.toByteArray());
      return array.type() + " " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
