package dev.sparrow.jit.lower;

/**
 * One lane of each {@link Op} that has no bytecode instruction of its own, by Java type. Called by
 * generated scalar loops (method name = the row's name in lower case) and by {@link
 * LaneArithmetic}. All are total: none throws.
 */
public final class ScalarLanes {
  private ScalarLanes() {}

  // I64 division: defined at zero, so that no input stops a kernel.

  /** {@link Op#DIV}. */
  public static long div(long x, long y) {
    return y == 0 ? -1 : x / y;
  }

  /** {@link Op#REM}. */
  public static long rem(long x, long y) {
    return y == 0 ? x : x % y;
  }

  /** {@link Op#UDIV}. */
  public static long udiv(long x, long y) {
    return y == 0 ? -1 : Long.divideUnsigned(x, y);
  }

  /** {@link Op#UREM}. */
  public static long urem(long x, long y) {
    return y == 0 ? x : Long.remainderUnsigned(x, y);
  }

  /** {@link Op#MIN}. */
  public static int min(int x, int y) {
    return Math.min(x, y);
  }

  /** {@link Op#MIN}. */
  public static long min(long x, long y) {
    return Math.min(x, y);
  }

  /** {@link Op#MIN}. */
  public static float min(float x, float y) {
    return Math.min(x, y);
  }

  /** {@link Op#MIN}. */
  public static double min(double x, double y) {
    return Math.min(x, y);
  }

  /** {@link Op#MAX}. */
  public static int max(int x, int y) {
    return Math.max(x, y);
  }

  /** {@link Op#MAX}. */
  public static long max(long x, long y) {
    return Math.max(x, y);
  }

  /** {@link Op#MAX}. */
  public static float max(float x, float y) {
    return Math.max(x, y);
  }

  /** {@link Op#MAX}. */
  public static double max(double x, double y) {
    return Math.max(x, y);
  }

  /** {@link Op#ROL}. */
  public static int rol(int x, int count) {
    return Integer.rotateLeft(x, count);
  }

  /** {@link Op#ROL}. */
  public static long rol(long x, long count) {
    return Long.rotateLeft(x, (int) count);
  }

  /** {@link Op#ABS}. */
  public static int abs(int x) {
    return Math.abs(x);
  }

  /** {@link Op#ABS}. */
  public static long abs(long x) {
    return Math.abs(x);
  }

  /** {@link Op#ABS}. */
  public static float abs(float x) {
    return Math.abs(x);
  }

  /** {@link Op#ABS}. */
  public static double abs(double x) {
    return Math.abs(x);
  }

  /** {@link Op#SQRT}; rounding the binary64 root to binary32 is exact enough to be correct. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** {@link Op#SQRT}. */
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /** {@link Op#FMA}. */
  public static float fma(float x, float y, float z) {
    return Math.fma(x, y, z);
  }

  /** {@link Op#FMA}. */
  public static double fma(double x, double y, double z) {
    return Math.fma(x, y, z);
  }

  /** {@link Op#CANONICAL}. */
  public static float canonical(float x) {
    return Float.isNaN(x) ? Float.NaN : x;
  }

  /** {@link Op#CANONICAL}. */
  public static double canonical(double x) {
    return Double.isNaN(x) ? Double.NaN : x;
  }

  /** {@link Op#EQ}. */
  public static boolean eq(int x, int y) {
    return x == y;
  }

  /** {@link Op#EQ}. */
  public static boolean eq(long x, long y) {
    return x == y;
  }

  /** {@link Op#EQ}. */
  public static boolean eq(float x, float y) {
    return x == y;
  }

  /** {@link Op#EQ}. */
  public static boolean eq(double x, double y) {
    return x == y;
  }

  /** {@link Op#NE}. */
  public static boolean ne(int x, int y) {
    return x != y;
  }

  /** {@link Op#NE}. */
  public static boolean ne(long x, long y) {
    return x != y;
  }

  /** {@link Op#NE}. */
  public static boolean ne(float x, float y) {
    return x != y;
  }

  /** {@link Op#NE}. */
  public static boolean ne(double x, double y) {
    return x != y;
  }

  /** {@link Op#LT}. */
  public static boolean lt(int x, int y) {
    return x < y;
  }

  /** {@link Op#LT}. */
  public static boolean lt(long x, long y) {
    return x < y;
  }

  /** {@link Op#LT}. */
  public static boolean lt(float x, float y) {
    return x < y;
  }

  /** {@link Op#LT}. */
  public static boolean lt(double x, double y) {
    return x < y;
  }

  /** {@link Op#LE}. */
  public static boolean le(int x, int y) {
    return x <= y;
  }

  /** {@link Op#LE}. */
  public static boolean le(long x, long y) {
    return x <= y;
  }

  /** {@link Op#LE}. */
  public static boolean le(float x, float y) {
    return x <= y;
  }

  /** {@link Op#LE}. */
  public static boolean le(double x, double y) {
    return x <= y;
  }

  /** {@link Op#ULT}. */
  public static boolean ult(int x, int y) {
    return x + Integer.MIN_VALUE < y + Integer.MIN_VALUE;
  }

  /** {@link Op#ULT}. */
  public static boolean ult(long x, long y) {
    return x + Long.MIN_VALUE < y + Long.MIN_VALUE;
  }

  /** {@link Op#SELECT}. */
  public static int select(boolean mask, int x, int y) {
    return mask ? x : y;
  }

  /** {@link Op#SELECT}. */
  public static long select(boolean mask, long x, long y) {
    return mask ? x : y;
  }

  /** {@link Op#SELECT}. */
  public static float select(boolean mask, float x, float y) {
    return mask ? x : y;
  }

  /** {@link Op#SELECT}. */
  public static double select(boolean mask, double x, double y) {
    return mask ? x : y;
  }
}
