package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.IntegerInfo;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Element types of arrays: conversion, and questions about dtypes. */
public final class DTypes {
  private DTypes() {}

  /**
   * Converts the elements; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param x operand
   * @param dtype the new element type
   * @return x as that dtype
   */
  @JaxName("astype")
  public static NDArray astype(NDArray x, DType dtype) {
    return Operands.convert("astype", x, dtype, false);
  }

  /**
   * {@return the dtype that operands promote to}
   *
   * @param operands arrays; Java numbers count as weak
   */
  @JaxName("result_type")
  public static DType resultType(NDArray... operands) {
    return Promotion.join(Arrays.stream(operands).map(NDArray::type).toList()).dtype();
  }

  /**
   * {@return the dtype that dtypes promote to}
   *
   * @param dtypes dtypes of arrays
   */
  @JaxName("result_type")
  public static DType resultType(DType... dtypes) {
    return promoted(List.of(dtypes));
  }

  /**
   * {@return the dtype that two dtypes promote to}
   *
   * @param a a dtype
   * @param b a dtype
   */
  @JaxName("promote_types")
  public static DType promoteTypes(DType a, DType b) {
    return promoted(List.of(a, b));
  }

  private static DType promoted(List<DType> dtypes) {
    List<ArrayType> types = dtypes.stream().map(dtype -> ArrayType.of(dtype)).toList();
    return Promotion.join(types).dtype();
  }

  /** Which conversions a caller allows, as NumPy's {@code casting}. */
  public enum Casting {
    /** None. */
    NO,
    /** None but to another byte order, which arrays do not have. */
    EQUIV,
    /** Those that keep every value. */
    SAFE,
    /** Those within a kind, and safe ones. */
    SAME_KIND,
    /** All. */
    UNSAFE
  }

  /**
   * Whether a conversion is allowed.
   *
   * @param from dtype of values
   * @param to dtype they are to have
   * @param casting what is allowed; null for {@link Casting#SAFE}
   * @return whether it is
   */
  @JaxName("can_cast")
  public static boolean canCast(DType from, DType to, @Nullable Casting casting) {
    return switch (casting == null ? Casting.SAFE : casting) {
      case NO, EQUIV -> from == to;
      case SAFE -> keepsValues(from, to);
      case SAME_KIND -> keepsValues(from, to) || rank(from) <= rank(to) && from != DType.KEY;
      case UNSAFE -> (from == DType.KEY) == (to == DType.KEY);
    };
  }

  private static int rank(DType dtype) {
    return dtype.kind().ordinal();
  }

  private static boolean keepsValues(DType from, DType to) {
    if (from == to) {
      return true;
    }
    if (from == DType.KEY || to == DType.KEY || to == DType.BOOL) {
      return false;
    }
    if (from == DType.BOOL) {
      return true;
    }
    if (from.isInteger() && to.isInteger()) {
      IntegerInfo inner = IntegerInfo.of(from);
      IntegerInfo outer = IntegerInfo.of(to);
      return inner.min().compareTo(outer.min()) >= 0 && inner.max().compareTo(outer.max()) <= 0;
    }
    if (to.isInteger() || from.isComplex() && !to.isComplex()) {
      return false;
    }
    FloatInfo outer = FloatInfo.of(to);
    if (from.isInteger()) {
      // As NumPy has it: 64-bit integers into float64 count as safe, though not all are kept.
      return from.bytes() == Long.BYTES
          ? outer.dtype() == DType.FLOAT64
          : from.bytes() * 8 - (from.isUnsigned() ? 0 : 1) <= outer.mantissaBits() + 1;
    }
    FloatInfo inner = FloatInfo.of(from);
    return inner.mantissaBits() <= outer.mantissaBits()
        && inner.exponentBits() <= outer.exponentBits();
  }

  /**
   * {@return the limits of a float dtype}
   *
   * @param dtype a float or complex dtype
   */
  public static FloatInfo finfo(DType dtype) {
    return FloatInfo.of(dtype);
  }

  /**
   * {@return the limits of an integer dtype}
   *
   * @param dtype an integer dtype
   */
  public static IntegerInfo iinfo(DType dtype) {
    return IntegerInfo.of(dtype);
  }

  /**
   * Whether a dtype belongs to a kind of the array API standard.
   *
   * @param dtype a dtype
   * @param kind bool, signed integer, unsigned integer, integral, real floating, complex floating
   *     or numeric
   * @return whether it does
   * @throws IllegalArgumentException if there is no such kind
   */
  @JaxName("isdtype")
  public static boolean isdtype(DType dtype, String kind) {
    return switch (kind) {
      case "bool" -> dtype == DType.BOOL;
      case "signed integer" -> dtype.kind() == DType.Kind.SIGNED;
      case "unsigned integer" -> dtype.isUnsigned();
      case "integral" -> dtype.isInteger();
      case "real floating" -> dtype.isFloat();
      case "complex floating" -> dtype.isComplex();
      case "numeric" -> dtype.isInteger() || dtype.isInexact();
      default ->
          throw new IllegalArgumentException(
              "isdtype: no kind is called '" + kind + "'; try 'integral' or 'real floating'");
    };
  }

  /**
   * {@return the values as another dtype}
   *
   * @param operand operand
   * @param newDtype the new element type
   */
  @JaxName("lax.convert_element_type")
  public static NDArray convertElementType(NDArray operand, DType newDtype) {
    return astype(operand, newDtype);
  }
}
