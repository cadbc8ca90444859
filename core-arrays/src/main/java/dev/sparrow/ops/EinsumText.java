package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The subscripts of an einsum: a name for each axis of each operand and of the result. Letters are
 * their own names; the axes that {@code ...} stands for are named from the last one by negative
 * numbers.
 *
 * @param operands axis names of each operand
 * @param result axis names of the result
 */
record EinsumText(List<List<Integer>> operands, List<Integer> result) {
  static EinsumText of(String subscripts, List<NDArray> operands) {
    String text = subscripts.replace(" ", "");
    int arrow = text.indexOf("->");
    String left = arrow < 0 ? text : text.substring(0, arrow);
    String[] terms = left.split(",", -1);
    if (terms.length != operands.size()) {
      throw new ShapeException(
          "einsum: '"
              + subscripts
              + "' names "
              + terms.length
              + " operands, got "
              + operands.size());
    }
    List<List<Integer>> names = new ArrayList<>();
    int widest = 0;
    for (int i = 0; i < terms.length; i++) {
      List<Integer> own = names(subscripts, terms[i], operands.get(i).rank(), i);
      names.add(own);
      widest = Math.max(widest, (int) own.stream().filter(name -> name < 0).count());
    }
    List<Integer> result =
        arrow < 0
            ? implied(names, widest)
            : names(subscripts, text.substring(arrow + 2), -widest - 1, -1);
    checkResult(subscripts, names, result);
    return new EinsumText(names, result);
  }

  /**
   * Names of one term.
   *
   * @param rank axes of the operand; for the result, -1 - the number of axes that dots stand for
   */
  private static List<Integer> names(String subscripts, String term, int rank, int operand) {
    List<Integer> names = new ArrayList<>();
    int dots = term.indexOf("...");
    int letters = term.length() - (dots < 0 ? 0 : 3);
    int covered = rank < 0 ? -rank - 1 : rank - letters;
    if (rank >= 0 && (dots < 0 ? covered != 0 : covered < 0)) {
      throw new ShapeException(
          "einsum: the subscripts of operand "
              + operand
              + " of '"
              + subscripts
              + "' name "
              + letters
              + " axes, and it has "
              + rank);
    }
    for (int at = 0; at < term.length(); at++) {
      if (at == dots) {
        for (int i = covered; i > 0; i--) {
          names.add(-i);
        }
        at += 2;
        continue;
      }
      char letter = term.charAt(at);
      if (!Character.isLetter(letter)) {
        throw new ShapeException(
            "einsum: '" + letter + "' in '" + subscripts + "' is no letter, ',', '...' or '->'");
      }
      names.add((int) letter);
    }
    return names;
  }

  /** Without an arrow: the broadcast axes, then letters that occur once, in alphabetical order. */
  private static List<Integer> implied(List<List<Integer>> names, int broadcast) {
    Map<Integer, Integer> uses = new TreeMap<>();
    names.forEach(own -> own.forEach(name -> uses.merge(name, 1, Integer::sum)));
    List<Integer> result = new ArrayList<>();
    for (int i = broadcast; i > 0; i--) {
      result.add(-i);
    }
    uses.forEach((name, count) -> {
      if (name > 0 && count == 1) {
        result.add(name);
      }
    });
    return result;
  }

  private static void checkResult(
      String subscripts, List<List<Integer>> names, List<Integer> result) {
    Map<Integer, Integer> uses = new HashMap<>();
    for (int name : result) {
      boolean known = names.stream().anyMatch(own -> own.contains(name));
      if (!known || uses.merge(name, 1, Integer::sum) > 1) {
        throw new ShapeException(
            "einsum: output subscript '"
                + (name < 0 ? "..." : Character.toString(name))
                + "' of '"
                + subscripts
                + (known ? "' appears more than once" : "' is not in any input"));
      }
    }
  }
}
