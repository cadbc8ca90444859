package dev.sparrow.array;

import java.util.Locale;

/**
 * Element type of an array.
 *
 * <p>{@code bool} takes one byte an element inside an array and is bit-packed only at the Arrow
 * boundary. {@link #KEY} is the extended dtype of random keys: an opaque pair of uint32 words that
 * supports indexing and reshaping but no arithmetic.
 */
public enum DType {
  /** True or false, one byte. */
  BOOL("bool", "bool", 1, Kind.BOOL),
  /** Signed, 8 bits. */
  INT8("int8", "i8", 1, Kind.SIGNED),
  /** Signed, 16 bits. */
  INT16("int16", "i16", 2, Kind.SIGNED),
  /** Signed, 32 bits; the default for integers. */
  INT32("int32", "i32", 4, Kind.SIGNED),
  /** Signed, 64 bits. */
  INT64("int64", "i64", 8, Kind.SIGNED),
  /** Unsigned, 8 bits. */
  UINT8("uint8", "u8", 1, Kind.UNSIGNED),
  /** Unsigned, 16 bits. */
  UINT16("uint16", "u16", 2, Kind.UNSIGNED),
  /** Unsigned, 32 bits. */
  UINT32("uint32", "u32", 4, Kind.UNSIGNED),
  /** Unsigned, 64 bits. */
  UINT64("uint64", "u64", 8, Kind.UNSIGNED),
  /** IEEE binary16. */
  FLOAT16("float16", "f16", 2, Kind.FLOAT),
  /** The upper half of a float32. */
  BFLOAT16("bfloat16", "bf16", 2, Kind.FLOAT),
  /** IEEE binary32; the default for floats. */
  FLOAT32("float32", "f32", 4, Kind.FLOAT),
  /** IEEE binary64. */
  FLOAT64("float64", "f64", 8, Kind.FLOAT),
  /** Two float32: real, imaginary. */
  COMPLEX64("complex64", "c64", 8, Kind.COMPLEX),
  /** Two float64: real, imaginary. */
  COMPLEX128("complex128", "c128", 16, Kind.COMPLEX),
  /** A random key. */
  KEY("key<fry>", "key<fry>", 8, Kind.KEY);

  /** Family of a dtype, in promotion order. */
  public enum Kind {
    /** Truth values. */
    BOOL,
    /** Integers from 0. */
    UNSIGNED,
    /** Integers in two's complement. */
    SIGNED,
    /** Real floating point. */
    FLOAT,
    /** Pairs of floats. */
    COMPLEX,
    /** Random keys, which are no numbers. */
    KEY
  }

  private final String jaxName;
  private final String shortName;
  private final int bytes;
  private final Kind kind;

  DType(String jaxName, String shortName, int bytes, Kind kind) {
    this.jaxName = jaxName;
    this.shortName = shortName;
    this.bytes = bytes;
    this.kind = kind;
  }

  /** {@return the name NumPy and JAX use, such as {@code float32}} */
  public String jaxName() {
    return jaxName;
  }

  /** {@return the name used inside types, such as {@code f32}} */
  public String shortName() {
    return shortName;
  }

  /** {@return bytes of one element} */
  public int bytes() {
    return bytes;
  }

  /** {@return the family this dtype belongs to} */
  public Kind kind() {
    return kind;
  }

  /** {@return whether this is a signed or unsigned integer} */
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** {@return whether this is an unsigned integer} */
  public boolean isUnsigned() {
    return kind == Kind.UNSIGNED;
  }

  /** {@return whether this is a real floating-point type} */
  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /** {@return whether this is a complex type} */
  public boolean isComplex() {
    return kind == Kind.COMPLEX;
  }

  /** {@return whether values can be fractional: real or complex floating point} */
  public boolean isInexact() {
    return isFloat() || isComplex();
  }

  /** {@return the dtype of a complex number's parts; of any other dtype itself} */
  public DType component() {
    return switch (this) {
      case COMPLEX64 -> FLOAT32;
      case COMPLEX128 -> FLOAT64;
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> this;
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, KEY -> this;
    };
  }

  /** {@return the complex dtype whose parts hold this dtype's values: complex128 for float64} */
  public DType complex() {
    return this == FLOAT64 || this == COMPLEX128 ? COMPLEX128 : COMPLEX64;
  }

  /**
   * The dtype of a NumPy name ({@code float32}) or short name ({@code f32}).
   *
   * @param name the name, in any case
   * @return the dtype
   * @throws DTypeException if no dtype has that name
   */
  public static DType of(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (DType dtype : values()) {
      if (dtype.jaxName.equals(wanted) || dtype.shortName.equals(wanted)) {
        return dtype;
      }
    }
    throw new DTypeException("dtype: no dtype is called '" + name + "'; try float32, int32, bool");
  }

  @Override
  public String toString() {
    return jaxName;
  }
}
