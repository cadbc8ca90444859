package dev.sparrow.arrow;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Which Arrow type holds which dtype. */
final class ArrowTypes {
  private ArrowTypes() {}

  /** The Arrow type of a dtype's values. */
  static ArrowType of(DType dtype) {
    return switch (dtype) {
      case BOOL -> ArrowType.Bool.INSTANCE;
      case INT8, INT16, INT32, INT64 -> new ArrowType.Int(dtype.bytes() * Byte.SIZE, true);
      case UINT8, UINT16, UINT32, UINT64 -> new ArrowType.Int(dtype.bytes() * Byte.SIZE, false);
      case FLOAT16 -> new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BFLOAT16 -> throw without(dtype, "astype(float32) loses nothing");
      case COMPLEX64, COMPLEX128 -> throw without(dtype, "pass real(x) and imag(x)");
      case KEY -> throw without(dtype, "pass keyData(x)");
    };
  }

  private static DTypeException without(DType dtype, String instead) {
    return new DTypeException("arrow: no Arrow type holds %s; %s".formatted(dtype, instead));
  }

  /** The dtype of a column's values. */
  static DType dtype(Field field) {
    return switch (field.getType()) {
      case ArrowType.Bool _ -> DType.BOOL;
      case ArrowType.Int of when of.getIsSigned() ->
          switch (of.getBitWidth()) {
            case 8 -> DType.INT8;
            case 16 -> DType.INT16;
            case 32 -> DType.INT32;
            default -> DType.INT64;
          };
      case ArrowType.Int of ->
          switch (of.getBitWidth()) {
            case 8 -> DType.UINT8;
            case 16 -> DType.UINT16;
            case 32 -> DType.UINT32;
            default -> DType.UINT64;
          };
      case ArrowType.FloatingPoint of ->
          switch (of.getPrecision()) {
            case HALF -> DType.FLOAT16;
            case SINGLE -> DType.FLOAT32;
            case DOUBLE -> DType.FLOAT64;
          };
      default ->
          throw new DTypeException(
              "arrow: column '%s' has type %s, which is no number, bool or list of a fixed size of them; cast it or choose another column"
                  .formatted(field.getName(), field.getType()));
    };
  }
}
