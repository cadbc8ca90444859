package dev.sparrow.transform;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.debug.CheckFailedException;
import dev.sparrow.debug.ValueLine;
import dev.sparrow.tree.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a checked function found: nothing, or the first thing that failed. A value like others: a
 * compiled function may return it, and a mapped one returns one for each element of the batch.
 *
 * @param code 0, or the number of the place that failed, counted from 1; i32
 * @param payload the values its message needs, as words; u32
 * @param sites the places
 */
public record CheckError(NDArray code, NDArray payload, @Static List<CheckSite> sites) {
  /** Copies the list. */
  public CheckError {
    sites = List.copyOf(sites);
  }

  /**
   * {@return what failed first and at which line, a line for each element of a batch that failed;
   * empty if nothing did}
   */
  public Optional<String> get() {
    List<String> found = new ArrayList<>();
    collect(code, payload, "", found);
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", found));
  }

  private void collect(NDArray codes, NDArray words, String index, List<String> found) {
    if (codes.rank() == 0) {
      int number = Math.toIntExact(codes.toLong());
      if (number > 0) {
        found.add((index.isEmpty() ? "" : mapped(index)) + message(number, words));
      }
      return;
    }
    for (long i = 0; i < codes.shape().dim(0); i++) {
      collect(
          codes.get(Index.at(i)),
          words.get(Index.at(i)),
          index.isEmpty() ? Long.toString(i) : index + ", " + i,
          found);
    }
  }

  private String message(int number, NDArray words) {
    CheckSite site = sites.get(number - 1);
    boolean mapped = !site.lanes().isEmpty();
    List<ConcreteArray> values = new ArrayList<>();
    for (NDArray value : PayloadWords.decode(words, site.values(), mapped ? 1 : 0)) {
      values.add((ConcreteArray) value);
    }
    String text = ValueLine.write(site.format(), values) + site.line();
    return mapped ? mapped(lane(words.get(Index.at(0)).toLong(), site.lanes())) + text : text;
  }

  private static String lane(long number, List<Long> lanes) {
    List<String> index = new ArrayList<>();
    long rest = number;
    for (long extent : lanes.reversed()) {
      index.addFirst(Long.toString(rest % extent));
      rest /= extent;
    }
    return String.join(", ", index);
  }

  private static String mapped(String index) {
    return "at mapped index " + index + ": ";
  }

  /**
   * Fails if something failed.
   *
   * @throws CheckFailedException with the text of {@link #get}
   */
  public void throwIfAny() {
    get()
        .ifPresent(found -> {
          throw new CheckFailedException(found);
        });
  }

  /** {@return what failed, in words} */
  @Override
  public String toString() {
    return code instanceof ConcreteArray
        ? "CheckError(" + get().orElse("none") + ")"
        : "CheckError(" + code + ")";
  }
}
