package dev.sparrow.spark.internal;

import dev.sparrow.array.DType;
import dev.sparrow.spark.ColumnException;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column type that becomes an array, and the dtype it becomes. Small integers widen to int32. */
public enum ColumnType {
  BYTE(DType.INT32),
  SHORT(DType.INT32),
  INT(DType.INT32),
  LONG(DType.INT64),
  FLOAT(DType.FLOAT32),
  DOUBLE(DType.FLOAT64);

  private final DType dtype;

  ColumnType(DType dtype) {
    this.dtype = dtype;
  }

  /** {@return the dtype of the array} */
  public DType dtype() {
    return dtype;
  }

  /**
   * The row for a Spark type.
   *
   * @param column name of the column, for the error
   * @param type its type
   * @return the row
   * @throws ColumnException if the type is not numeric, or decimal
   */
  public static ColumnType of(String column, DataType type) {
    return switch (type) {
      case ByteType _ -> BYTE;
      case ShortType _ -> SHORT;
      case IntegerType _ -> INT;
      case LongType _ -> LONG;
      case FloatType _ -> FLOAT;
      case DoubleType _ -> DOUBLE;
      default ->
          throw new ColumnException(
              "column %s: type %s is not one of byte, short, int, long, float, double; cast it or choose another column"
                  .formatted(column, type.simpleString()));
    };
  }

  /**
   * Appends the first rows of a vector, none of them null. The bulk getters decode dictionaries.
   *
   * @param vector the column in a batch
   * @param rows how many rows
   * @param out little-endian values
   */
  void appendAll(ColumnVector vector, int rows, ByteBuffer out) {
    switch (this) {
      case BYTE -> {
        for (byte value : vector.getBytes(0, rows)) {
          out.putInt(value);
        }
      }
      case SHORT -> {
        for (short value : vector.getShorts(0, rows)) {
          out.putInt(value);
        }
      }
      case INT -> {
        out.asIntBuffer().put(vector.getInts(0, rows));
        out.position(out.position() + rows * Integer.BYTES);
      }
      case LONG -> {
        out.asLongBuffer().put(vector.getLongs(0, rows));
        out.position(out.position() + rows * Long.BYTES);
      }
      case FLOAT -> {
        out.asFloatBuffer().put(vector.getFloats(0, rows));
        out.position(out.position() + rows * Float.BYTES);
      }
      case DOUBLE -> {
        out.asDoubleBuffer().put(vector.getDoubles(0, rows));
        out.position(out.position() + rows * Double.BYTES);
      }
    }
  }

  /**
   * Appends one row of a vector, not null.
   *
   * @param vector the column in a batch
   * @param row position in the batch
   * @param out little-endian values
   */
  void append(ColumnVector vector, int row, ByteBuffer out) {
    switch (this) {
      case BYTE -> out.putInt(vector.getByte(row));
      case SHORT -> out.putInt(vector.getShort(row));
      case INT -> out.putInt(vector.getInt(row));
      case LONG -> out.putLong(vector.getLong(row));
      case FLOAT -> out.putFloat(vector.getFloat(row));
      case DOUBLE -> out.putDouble(vector.getDouble(row));
    }
  }

  /**
   * Appends the first field of a row, not null.
   *
   * @param row the row
   * @param out little-endian values
   */
  void append(InternalRow row, ByteBuffer out) {
    switch (this) {
      case BYTE -> out.putInt(row.getByte(0));
      case SHORT -> out.putInt(row.getShort(0));
      case INT -> out.putInt(row.getInt(0));
      case LONG -> out.putLong(row.getLong(0));
      case FLOAT -> out.putFloat(row.getFloat(0));
      case DOUBLE -> out.putDouble(row.getDouble(0));
    }
  }

  /**
   * The bytes of a value that stands for nulls.
   *
   * @param column name of the column, for the error
   * @param value the value
   * @return one little-endian element
   * @throws ColumnException if an integer column cannot hold the value
   */
  byte[] fill(String column, double value) {
    long whole = (long) value;
    boolean fits =
        switch (this) {
          case BYTE, SHORT, INT -> (int) value == value;
          case LONG -> whole == value && value < 0x1p63;
          case FLOAT, DOUBLE -> true;
        };
    if (!fits) {
      throw new ColumnException(
          "column %s: nulls cannot become %s in an array of %s; fill with a whole number in range"
              .formatted(column, value, dtype));
    }
    byte[] element = new byte[dtype.bytes()];
    ByteBuffer bytes = ColumnBlock.buffer(element);
    switch (this) {
      case BYTE, SHORT, INT -> bytes.putInt((int) whole);
      case LONG -> bytes.putLong(whole);
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
    }
    return element;
  }
}
