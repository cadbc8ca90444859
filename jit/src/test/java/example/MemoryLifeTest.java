package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.MemoryReport;
import dev.sparrow.array.MemoryScope;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class MemoryLifeTest {
  private static NDArray large() {
    return Creation.full(Shape.of(1000, 100), 2.0, DType.FLOAT32);
  }

  @Test
  void aScopeClosesWhatWasMadeInItAndKeepsTheRest() {
    NDArray before = large();
    NDArray inner;
    NDArray kept;
    NDArray view;
    try (MemoryScope scope = MemoryScope.open()) {
      inner = before.add(1.0);
      kept = scope.keep(inner.mul(inner));
      view = scope.keep(inner.get(3));
    }
    assertTrue(inner.isDeleted());
    assertFalse(before.isDeleted());
    assertEquals(9, kept.get(0, 0).toDouble());
    assertEquals(300, view.sum().toDouble());
    assertEquals(200_000, before.sum().toDouble());
  }

  @Test
  void whatIsKeptBelongsToTheScopeAround() {
    NDArray kept;
    try (MemoryScope outer = MemoryScope.open()) {
      kept = MemoryScope.run(() -> large().add(1.0));
      assertEquals(3, kept.get(0, 0).toDouble());
      assertEquals(List.of(kept), outer.keep(List.of(kept)).subList(0, 1));
      kept = MemoryScope.run(() -> large().add(2.0));
    }
    assertTrue(kept.isDeleted());
  }

  @Test
  void aCompiledFunctionKeepsWhatItCapturedInAScope() {
    NDArray x = large();
    UnaryOperator<NDArray> compiled;
    try (MemoryScope scope = MemoryScope.open()) {
      NDArray weights = large();
      compiled = Jit.jit(y -> y.mul(weights))::apply;
      assertEquals(4, scope.keep(compiled.apply(x)).get(0, 0).toDouble());
    }
    assertEquals(4, compiled.apply(x).get(1, 1).toDouble());
  }

  @Test
  void garbageInALongScopeIsCollected() {
    long limit = MemoryReport.now().limit();
    long each = 4L * 1024 * 1024;
    try (MemoryScope scope = MemoryScope.open()) {
      NDArray sum = scope.keep(Creation.zeros(Shape.of(each / 4), DType.FLOAT32));
      for (long made = 0; made < limit + limit / 4; made += each) {
        sum = sum.add(1.0);
      }
      assertTrue(sum.get(0).toDouble() > (double) limit / each);
    }
  }

  @Test
  void scopesAreClosedFromTheInsideOut() {
    MemoryScope outer = MemoryScope.open();
    MemoryScope inner = MemoryScope.open();
    assertThrows(IllegalStateException.class, outer::close);
    inner.close();
    inner.close();
    outer.close();
  }

  @Test
  void aReportNamesThePlaceOfALeak() {
    MemoryReport.startTracing();
    try {
      List<NDArray> leak = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        leak.add(leaking());
      }
      leaking().close();
      leak.forEach(NDArray::blockUntilReady);
      MemoryReport report = MemoryReport.now();
      assertTrue(report.isTraced());
      assertEquals(1, report.sites().size(), report.toString());
      assertEquals(3, report.sites().getFirst().arrays());
      assertEquals(3 * 400_000, report.sites().getFirst().bytes());
      String text = report.toString();
      assertTrue(text.contains("1.1 MiB in 3 arrays made at MemoryLifeTest.java:"), text);
      assertTrue(text.contains("(leaking)"), text);
      leak.forEach(NDArray::close);
      assertEquals(List.of(), MemoryReport.now().sites());
    } finally {
      MemoryReport.stopTracing();
    }
    String untraced = MemoryReport.now().toString();
    assertTrue(untraced.contains("-Dsparrow.memory.trace=true"), untraced);
  }

  private static NDArray leaking() {
    return Creation.array(new float[100_000]);
  }
}
