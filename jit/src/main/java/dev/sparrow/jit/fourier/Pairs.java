package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/** Moves and products of complex numbers that lie as pairs. */
final class Pairs {
  private Pairs() {}

  /** Copies pairs whose parts have a type; distances are in bytes. */
  static void copy(LaneType type, long from, long fromStep, long to, long toStep, int count) {
    if (type == LaneType.F32) {
      for (int i = 0; i < count; i++) {
        Memory.store(Memory.loadI64(from + i * fromStep), to + i * toStep);
      }
    } else {
      for (int i = 0; i < count; i++) {
        Memory.store(Memory.loadI64(from + i * fromStep), to + i * toStep);
        Memory.store(Memory.loadI64(from + i * fromStep + 8), to + i * toStep + 8);
      }
    }
  }

  /** Writes zeros, for a number of bytes that is a multiple of eight. */
  static void clear(long to, long bytes) {
    for (long at = 0; at < bytes; at += 8) {
      Memory.store(0L, to + at);
    }
  }

  /** Products of pairs and factors one after another; operands are steps apart. */
  static void multiply(LaneType type, long from, long step, long factors, long to, int count) {
    if (type == LaneType.F32) {
      for (int i = 0; i < count; i++) {
        float re = Memory.loadF32(from + i * step);
        float im = Memory.loadF32(from + i * step + 4);
        float factorRe = Memory.loadF32(factors + 8L * i);
        float factorIm = Memory.loadF32(factors + 8L * i + 4);
        float real = Math.fma(im, -factorIm, re * factorRe);
        float imaginary = Math.fma(im, factorRe, re * factorIm);
        Memory.storeBytes4(Float.floatToIntBits(real), to + 8L * i);
        Memory.storeBytes4(Float.floatToIntBits(imaginary), to + 8L * i + 4);
      }
    } else {
      for (int i = 0; i < count; i++) {
        double re = Memory.loadF64(from + i * step);
        double im = Memory.loadF64(from + i * step + 8);
        double factorRe = Memory.loadF64(factors + 16L * i);
        double factorIm = Memory.loadF64(factors + 16L * i + 8);
        double real = Math.fma(im, -factorIm, re * factorRe);
        double imaginary = Math.fma(im, factorRe, re * factorIm);
        Memory.store(Double.doubleToLongBits(real), to + 16L * i);
        Memory.store(Double.doubleToLongBits(imaginary), to + 16L * i + 8);
      }
    }
  }
}
