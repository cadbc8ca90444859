package dev.sparrow.jit.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Routines that several threads run at once give the bits that one thread gives. */
class RoutinesInParallelTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int SIZE = 12;
  private static final int MATRICES = 400;
  private static final int THREADS = 4;

  static Stream<LinearAlgebra> routines() {
    return Stream.of(
        new LinearAlgebra.Eig(),
        new LinearAlgebra.Eigh(),
        new LinearAlgebra.Svd(SvdParts.VALUES),
        new LinearAlgebra.Svd(SvdParts.THIN),
        new LinearAlgebra.Qr(false),
        new LinearAlgebra.Lu());
  }

  @ParameterizedTest
  @MethodSource("routines")
  void threadsDoNotDisturbEachOther(LinearAlgebra prim) throws Exception {
    MatrixRoutine routine =
        MatrixRoutine.of(prim, List.of(ArrayType.of(DType.FLOAT64, SIZE, SIZE)));
    SplittableRandom random = new SplittableRandom(SEED);
    List<double[]> matrices = new ArrayList<>();
    List<double[][]> alone = new ArrayList<>();
    for (int i = 0; i < MATRICES; i++) {
      double[] matrix = random.doubles(SIZE * SIZE, -1, 1).toArray();
      matrices.add(matrix);
      alone.add(routine.apply(new double[][] {matrix.clone()}));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<double[][]>> together = new ArrayList<>();
      for (double[] matrix : matrices) {
        together.add(threads.submit(() -> routine.apply(new double[][] {matrix.clone()})));
      }
      for (int i = 0; i < MATRICES; i++) {
        double[][] actual = together.get(i).get();
        for (int part = 0; part < actual.length; part++) {
          assertArrayEquals(alone.get(i)[part], actual[part], prim + ", -Dseed=" + SEED);
        }
      }
    }
  }
}
