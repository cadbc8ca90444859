package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.apply;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ult;
import static dev.sparrow.jit.lower.LaneOps.ushr;

import java.util.ArrayList;
import java.util.List;

/**
 * The quadrant of an F64 of 2^50 or more (Payne and Hanek, 1983), in integers and without branches:
 * 53 bits of x times the 192 bits of 2/π that stand where the product passes the binary point give
 * the quadrants modulo 4 as a fraction of 2.126 bits, which leaves more than 60 bits where x is
 * closest to a multiple of π/2.
 */
final class HugeArgument {
  /** 2/π to 1280 bits; fdlibm e_rem_pio2.c has the same digits. */
  static final long[] WORDS = {
    0xA2F9836E4E441529L, 0xFC2757D1F534DDC0L, 0xDB6295993C439041L, 0xFE5163ABDEBBC561L,
    0xB7246E3A424DD2E0L, 0x06492EEA09D1921CL, 0xFE1DEB1CB129A73EL, 0xE88235F52EBB4484L,
    0xE99C7026B45F7E41L, 0x3991D639835339F4L, 0x9C845F8BBDF9283BL, 0x1FF897FFDE05980FL,
    0xEF2F118B5A0A6D1FL, 0x6D367ECF27CB09B7L, 0x4F463F669E5FEA2DL, 0x7527BAC7EBE5F17BL,
    0x3D0739F78A5292EAL, 0x6BFB5FB11F8D5D08L, 0x56033046FC7B6BABL, 0xF0CFBC209AF4361DL
  };

  private static final int LEADING_ZEROS = 4;

  private HugeArgument() {}

  static Trigonometric.Reduced reduce(KernelExpr x) {
    KernelExpr bits = bitcast(abs(x), LaneType.I64);
    KernelExpr mantissa = or(and(bits, i64(0xF_FFFF_FFFF_FFFFL)), i64(1L << 52));
    // x = mantissa·2^e; bits of 2/π before place e - 2 make multiples of 4 quadrants. The least e
    // here is -2; LEADING_ZEROS keeps the place from being negative.
    KernelExpr start = sub(ushr(bits, 52), i64(1023 + 52 + 2 - LEADING_ZEROS));
    KernelExpr left = and(start, i64(63));
    KernelExpr right = sub(i64(63), left);
    List<KernelExpr> words = windowWords(start);
    KernelExpr[] window = new KernelExpr[3];
    for (int i = 0; i < 3; i++) {
      KernelExpr shifted = apply(Op.SHL, words.get(i), left);
      window[i] = or(shifted, apply(Op.USHR, ushr(words.get(i + 1), 1), right));
    }
    KernelExpr middleLow = mul(mantissa, window[1]);
    KernelExpr low = add(middleLow, highProduct(mantissa, window[2]));
    KernelExpr carry = select(ult(low, middleLow), i64(1), i64(0));
    KernelExpr turns = add(add(mul(mantissa, window[0]), highProduct(mantissa, window[1])), carry);
    KernelExpr quadrant = ushr(add(turns, i64(1L << 61)), 62);
    KernelExpr fraction = Conversions.longToF64(sub(turns, shl(quadrant, 62)));
    KernelExpr fine = Conversions.longToF64(ushr(low, 1));
    KernelExpr joined = fma(fine, f64(0x1p-63), fraction);
    KernelExpr rest = mul(joined, f64(Trigonometric.PI_2_A * 0x1p-62));
    KernelExpr negative = lt(x, f64(0));
    return new Trigonometric.Reduced(
        select(negative, neg(quadrant), quadrant), select(negative, neg(rest), rest));
  }

  /** The four words from word start/64 on, by a barrel of selections. */
  private static List<KernelExpr> windowWords(KernelExpr start) {
    List<KernelExpr> words = new ArrayList<>();
    long before = 0;
    for (long word : WORDS) {
      words.add(i64((before << (64 - LEADING_ZEROS)) | (word >>> LEADING_ZEROS)));
      before = word;
    }
    for (int step = 8; step >= 1; step /= 2) {
      KernelExpr skips = ne(and(start, i64(64L * step)), i64(0));
      List<KernelExpr> kept = new ArrayList<>();
      for (int i = 0; i < 3 + step; i++) {
        kept.add(select(skips, words.get(i + step), words.get(i)));
      }
      words = kept;
    }
    return words;
  }

  /** The upper 64 bits of an unsigned product, the first factor below 2^53. */
  private static KernelExpr highProduct(KernelExpr x, KernelExpr y) {
    KernelExpr lower = i64(0xFFFF_FFFFL);
    KernelExpr xLow = and(x, lower);
    KernelExpr xHigh = ushr(x, 32);
    KernelExpr yLow = and(y, lower);
    KernelExpr yHigh = ushr(y, 32);
    KernelExpr first = add(mul(xHigh, yLow), ushr(mul(xLow, yLow), 32));
    KernelExpr second = add(mul(xLow, yHigh), and(first, lower));
    return add(mul(xHigh, yHigh), add(ushr(first, 32), ushr(second, 32)));
  }
}
