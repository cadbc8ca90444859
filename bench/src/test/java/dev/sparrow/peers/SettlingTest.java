package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlingTest {
  /** Times of turns, those in which code was compiled with a c; which turn is the first settled. */
  @ParameterizedTest
  @CsvSource({
    "1, 10 10, 2",
    "1, 10 20, 2",
    "1, 10 9.1, 2",
    "1, 10 8.9 8.9, 3",
    "2, 10 10 10, 3",
    "2, 10 10 5 5 5, 5",
    "2, 10 5 10 5, 4",
    "2, 10 10c 10 10, 4",
    "2, 10 10 10c 10 10, 5",
    "2, 10c 10 10, 3",
    "2, 9 8 7 6 5, 0"
  })
  void settlesAfterTurnsThatAreNoFaster(int needed, String turns, int settled) {
    Settling settling = new Settling(needed);
    int first = 0;
    int count = 0;
    for (String turn : turns.split(" ", -1)) {
      count++;
      boolean compiles = turn.endsWith("c");
      double micros = Double.parseDouble(turn.replace("c", ""));
      if (settling.after(micros, compiles) && first == 0) {
        first = count;
      }
    }
    assertEquals(settled, first);
  }
}
