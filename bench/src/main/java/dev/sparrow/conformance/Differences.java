package dev.sparrow.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cases in which Sparrow answers otherwise than JAX on purpose, each with its reason. They are
 * named one by one, so that nothing else passes in their shadow, in the resource {@code
 * differences.json}: a list of {@code {"reason": ..., "cases": [id, ...]}}.
 */
final class Differences {
  private static final String RESOURCE = "differences.json";

  private final Map<String, String> reasons;

  private Differences(Map<String, String> reasons) {
    this.reasons = reasons;
  }

  /** Those of this build. */
  static Differences standard() {
    try (InputStream in = Differences.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("conformance: the resource " + RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Those that a text lists. */
  static Differences parse(String text) {
    Map<String, String> reasons = new HashMap<>();
    for (Json entry : Json.parse(text).list()) {
      String reason = entry.object().require("reason").string();
      for (Json id : entry.object().require("cases").list()) {
        if (reasons.put(id.string(), reason) != null) {
          throw new CaseFormatException(id.string() + ": two reasons to differ");
        }
      }
    }
    return new Differences(reasons);
  }

  /** Why a case is meant to differ; null if it is not. */
  @Nullable String reason(String id) {
    return reasons.get(id);
  }
}
