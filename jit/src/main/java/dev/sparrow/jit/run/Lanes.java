package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.jit.lower.LaneType;

/** Which lane type holds an element of a dtype in memory. */
final class Lanes {
  private Lanes() {}

  static LaneType of(DType dtype) {
    return switch (dtype) {
      case BOOL -> LaneType.MASK;
      case INT32, UINT32 -> LaneType.I32;
      case INT64, KEY -> LaneType.I64;
      case FLOAT32 -> LaneType.F32;
      case FLOAT64 -> LaneType.F64;
      case INT8, INT16, UINT8, UINT16, UINT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128 ->
          throw new DTypeException("kernel: dtype " + dtype + " cannot be computed with yet");
    };
  }
}
