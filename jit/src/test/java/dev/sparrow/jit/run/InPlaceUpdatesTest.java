package dev.sparrow.jit.run;

import static dev.sparrow.ops.Cumulation.cumsum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Updates write where the old value was when nobody reads it afterwards, and only then. */
@ExtendWith(AllocatorsAtZero.class)
class InPlaceUpdatesTest {
  private static final int SIZE = 5000;

  private static NDArray counting() {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = i;
    }
    return Creation.array(values);
  }

  private static long temporaryBytes(UnaryOperator<NDArray> f) {
    try (NDArray x = counting()) {
      return Jit.jit("f", f).trace(x).lower().compile().memoryAnalysis().temporaryBytes();
    }
  }

  private static void assertSame(UnaryOperator<NDArray> f) {
    try (NDArray x = counting();
        NDArray eager = f.apply(x);
        NDArray compiled = Jit.jit("f", f).apply(x)) {
      assertArrayEquals(eager.toFloatArray(), compiled.toFloatArray());
      assertEquals(1, value(x, 1), "the argument is as it was");
    }
  }

  @Test
  void aTemporaryIsUpdatedWhereItLies() {
    UnaryOperator<NDArray> updates =
        x -> x.mul(2).at(7).set(-1).at(8).set(-2).at("10:20").set(x.get("0:10"));
    assertTrue(temporaryBytes(updates) < SIZE * Float.BYTES, "no copy of the array is kept");
    assertSame(updates);
  }

  @Test
  void anOldValueThatIsReadLaterStays() {
    UnaryOperator<NDArray> f =
        x -> {
          NDArray y = x.mul(2);
          return cumsum(y.at(7).set(-1)).add(cumsum(y));
        };
    assertSame(f);
  }

  @Test
  void aWindowOfTheOldValueMayBeTheUpdate() {
    assertSame(x -> {
      NDArray y = x.mul(2);
      return y.at("1:").set(y.get(":-1"));
    });
  }

  @Test
  void aLoopUpdatesItsCarryWithoutASecondPlace() {
    UnaryOperator<NDArray> squares =
        x -> ControlFlow.foriLoop(0, 50, (i, y) -> y.at(i).set(y.get(i).mul(y.get(i))), x);
    assertTrue(temporaryBytes(squares) < SIZE * Float.BYTES, "no second place for the carry");
    assertSame(squares);
    try (NDArray x = counting()) {
      String said = Jit.jit("f", squares).explain(x);
      assertTrue(said.contains("1 of 2 carries updated in place"), said);
    }
  }

  @Test
  void aLoopThatReadsItsOldCarryAfterTheUpdateKeepsBoth() {
    assertSame(x ->
        ControlFlow.foriLoop(
            0,
            5,
            (i, y) -> {
              NDArray z = y.at(i).set(100);
              return cumsum(z).sub(cumsum(y)).add(z);
            },
            x));
  }

  @Test
  void aDonatedArrayIsWrittenOver() {
    Compiled f = Jit.jit((NDArray x) -> x.mul(2).add(1), Jit.donate(0));
    Compiled g = Jit.jit((NDArray x) -> x.at(3).set(-1), Jit.donate(0));
    for (Compiled donating : List.of(f, g)) {
      NDArray x = counting();
      long address = address(x);
      try (NDArray y = donating.apply(x)) {
        assertEquals(address, address(y));
        assertEquals(donating == f ? 9 : 4, value(y, 4));
        assertEquals(donating == f ? 7 : -1, value(y, 3));
      }
      assertTrue(x.isDeleted());
    }
  }

  @Test
  void aDonatedArrayThatIsReadElsewhereIsNotWrittenOver() {
    Compiled reversed = Jit.jit((NDArray x) -> x.add(x.get("::-1")), Jit.donate(0));
    NDArray x = counting();
    long address = address(x);
    try (NDArray y = reversed.apply(x)) {
      assertNotEquals(address, address(y));
      float[] all = new float[SIZE];
      Arrays.fill(all, SIZE - 1);
      assertArrayEquals(all, y.toFloatArray());
    }
    Compiled plain = Jit.jit((NDArray a) -> a.mul(2), Jit.donate(0));
    NDArray whole = counting();
    try (NDArray window = whole.get("10:");
        NDArray y = plain.apply(whole)) {
      assertEquals(10, value(window, 0), "a window still has the old values");
      assertEquals(20, value(y, 10));
    }
  }

  @Test
  void scatteredUpdatesOfACarryAreInPlace() {
    NDArray places = Creation.array(3, 5, 3);
    UnaryOperator<NDArray> f = x -> ControlFlow.foriLoop(0, 4, (i, y) -> y.at(places).add(1), x);
    assertTrue(temporaryBytes(f) < SIZE * Float.BYTES, "no second place for the carry");
    assertSame(f);
    places.close();
  }

  private static float value(NDArray x, int i) {
    return x.toFloatArray()[i];
  }

  private static long address(NDArray x) {
    return ((ConcreteArray) x.blockUntilReady()).view().address();
  }
}
