package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.linalg.MatrixRoutine;
import java.util.List;

/**
 * Runs a factorization on each matrix of a batch, between memory and Java arrays.
 *
 * @param routine what is done to one matrix
 * @param operands where the operands lie
 * @param results where the results go
 * @param count number of matrices
 * @param cost estimated work, in simple operations
 */
record MatrixLoop(
    MatrixRoutine routine, List<Operand> operands, List<Result> results, long count, long cost)
    implements BoundStep {
  /** Work from which matrices are spread over threads. */
  private static final long PARALLEL_COST = 1 << 19;

  /**
   * A batch of matrices.
   *
   * @param slot slot of its memory
   * @param offset first element
   * @param dtype element type
   * @param batch where each matrix begins, from the first element
   * @param rows extent of a column
   * @param columns extent of a row
   * @param rowStep distance from row to row, in elements
   * @param columnStep distance from column to column, in elements
   */
  record Operand(
      int slot,
      long offset,
      DType dtype,
      Walk batch,
      int rows,
      int columns,
      long rowStep,
      long columnStep) {}

  /**
   * A dense batch of matrices; vectors have one column.
   *
   * @param slot slot of its memory
   * @param dtype element type
   * @param rows extent of a column
   * @param columns extent of a row
   */
  record Result(int slot, DType dtype, int rows, int columns) {}

  @Override
  public void run(Addresses addresses) {
    int threads = cost >= PARALLEL_COST ? addresses.threads() : 1;
    ParallelLoop.run(
        count,
        threads,
        (_, begin, end) -> {
          for (long matrix = begin; matrix < end; matrix++) {
            double[][] in = new double[operands.size()][];
            for (int i = 0; i < in.length; i++) {
              in[i] = load(operands.get(i), matrix, addresses);
            }
            double[][] out = routine.apply(in);
            for (int i = 0; i < out.length; i++) {
              store(results.get(i), matrix, out[i], addresses);
            }
          }
        });
  }

  private static double[] load(Operand operand, long matrix, Addresses addresses) {
    DType dtype = operand.dtype;
    int parts = dtype.isComplex() ? 2 : 1;
    int width = dtype.bytes() / parts;
    long first =
        addresses.base()[operand.slot]
            + (operand.offset + operand.batch.offset(matrix)) * dtype.bytes();
    double[] elements = new double[parts * operand.rows * operand.columns];
    int to = 0;
    for (long column = 0; column < operand.columns; column++) {
      for (long row = 0; row < operand.rows; row++) {
        long element = row * operand.rowStep + column * operand.columnStep;
        for (int part = 0; part < parts; part++) {
          long address = first + element * dtype.bytes() + (long) part * width;
          elements[to++] =
              width == 4
                  ? Float.intBitsToFloat(Memory.loadI32(address))
                  : Double.longBitsToDouble(Memory.loadI64(address));
        }
      }
    }
    return elements;
  }

  private static void store(Result result, long matrix, double[] elements, Addresses addresses) {
    DType dtype = result.dtype;
    int parts = dtype.isComplex() ? 2 : 1;
    int width = dtype.bytes() / parts;
    long size = (long) result.rows * result.columns;
    long address = addresses.base()[result.slot] + matrix * size * dtype.bytes();
    for (int row = 0; row < result.rows; row++) {
      for (int column = 0; column < result.columns; column++) {
        for (int part = 0; part < parts; part++) {
          double value = elements[parts * (column * result.rows + row) + part];
          if (dtype == DType.INT32) {
            Memory.storeBytes4((int) value, address);
          } else if (width == 4) {
            Memory.storeBytes4(Float.floatToIntBits((float) value), address);
          } else {
            Memory.store(Double.doubleToLongBits(value), address);
          }
          address += width;
        }
      }
    }
  }
}
