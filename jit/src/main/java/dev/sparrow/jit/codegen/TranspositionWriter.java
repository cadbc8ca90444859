package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.codegen.AddressCode.Place;
import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes loops that transpose squares of elements, whose rows are lines of {@link #LINE} bytes.
 * Squares as wide as a vector are transposed in registers: in step s, rows whose numbers differ in
 * bit s exchange the lanes whose numbers differ from theirs in that bit.
 *
 * <p>Vectors of 512 bits have an instruction that takes a row's new lanes from both. Others would
 * need two permutations and a choice for each row; there, the lanes to exchange are put together
 * first, so that one permutation moves those of both rows.
 */
public final class TranspositionWriter {
  /** Bytes of a row of a square. */
  public static final int LINE = 64;

  /** Frame slot: address of the first square. */
  public static final int FROM = 0;

  /** Frame slot: bytes from a row of it to the next. */
  public static final int FROM_ROW = 1;

  /** Frame slot: bytes from a square to the next. */
  public static final int FROM_STEP = 2;

  /** Frame slot: address of the first result. */
  public static final int TO = 3;

  /** Frame slot: bytes from a row of it to the next. */
  public static final int TO_ROW = 4;

  /** Frame slot: bytes from a result to the next. */
  public static final int TO_STEP = 5;

  /** Frame slot: number of squares. */
  public static final int COUNT = 6;

  /** Slots of a frame. */
  public static final int FRAME = 7;

  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());

  private final AddressCode addresses;
  private final LaneCode lanes;
  private final int width;
  private final int side;
  private final int elementBytes;
  private final boolean selectsFromBoth;

  private TranspositionWriter(CodeBuilder code, LaneType type, int laneCount, List<Object> data) {
    this.addresses = new AddressCode(code);
    this.lanes = new LaneCode(code, addresses, type, laneCount, data);
    this.width = laneCount;
    this.elementBytes = type.bytes();
    this.side = LINE / elementBytes;
    this.selectsFromBoth = lanes.bytes() == LINE;
  }

  /**
   * Writes a loop.
   *
   * @param type I32 for elements of 4 bytes, I64 for those of 8
   * @param form width of its vectors
   * @return the loop, not yet warm; a {@link PlainTransposition} for no vectors
   */
  public static FrameLoop write(LaneType type, LoopForm form) {
    if (form == LoopForm.SCALAR) {
      return new PlainTransposition(type.bytes());
    }
    List<Object> data = new ArrayList<>();
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        "VectorLoopTransposition",
        FrameLoop.class,
        RUN,
        data,
        code -> new TranspositionWriter(code, type, form.vectorBits() / type.bits(), data).write());
  }

  private void write() {
    int from = addresses.address(FROM);
    int to = addresses.address(TO);
    int fromStep = addresses.frame(FROM_STEP);
    int toStep = addresses.frame(TO_STEP);
    int count = addresses.frame(COUNT);
    int[] fromRow = rows(FROM_ROW);
    int[] toRow = rows(TO_ROW);
    List<Exchange> exchanges = exchanges();
    addresses.repeat(
        count,
        () -> {
          for (int row = 0; row < side; row += width) {
            for (int column = 0; column < side; column += width) {
              int[] square = new int[width];
              for (int i = 0; i < width; i++) {
                square[i] =
                    lanes.load(row(from, fromRow[row + i]).plus((long) column * elementBytes));
              }
              transpose(square, exchanges);
              for (int i = 0; i < width; i++) {
                lanes.store(square[i], row(to, toRow[column + i]).plus((long) row * elementBytes));
              }
            }
          }
          addresses.move(from, fromStep);
          addresses.move(to, toStep);
        });
    addresses.end();
  }

  private Place row(int first, int distance) {
    return Place.at(distance == Place.NOWHERE ? first : addresses.offset(first, distance));
  }

  private int[] rows(int slot) {
    int[] distances = new int[side];
    int one = addresses.frame(slot);
    for (int i = 0; i < side; i++) {
      distances[i] = i == 0 ? Place.NOWHERE : i == 1 ? one : addresses.multiple(one, i);
    }
    return distances;
  }

  /** Has two rows exchange lanes. */
  private interface Exchange {
    void apply(int[] square, int lower, int upper);
  }

  /** One for each bit of a lane's number. */
  private List<Exchange> exchanges() {
    List<Exchange> all = new ArrayList<>();
    for (int bit = 1; bit < width; bit *= 2) {
      all.add(selectsFromBoth ? bySelection(bit) : byPartners(bit));
    }
    return all;
  }

  private Exchange bySelection(int bit) {
    int[] lower = new int[width];
    int[] upper = new int[width];
    for (int lane = 0; lane < width; lane++) {
      boolean isUpper = (lane & bit) != 0;
      lower[lane] = isUpper ? width + lane - bit : lane;
      upper[lane] = isUpper ? width + lane : lane + bit;
    }
    int ofLower = lanes.lanesOf(lower);
    int ofUpper = lanes.lanesOf(upper);
    return (square, i, j) -> {
      int low = square[i];
      int high = square[j];
      square[i] = lanes.select(ofLower, low, high);
      square[j] = lanes.select(ofUpper, low, high);
    };
  }

  private Exchange byPartners(int bit) {
    int[] partner = new int[width];
    int[] bits = new int[width];
    for (int lane = 0; lane < width; lane++) {
      partner[lane] = lane ^ bit;
      bits[lane] = lane & bit;
    }
    int isUpper = lanes.less(lanes.lanesOf(new int[width]), lanes.lanesOf(bits));
    int partners = lanes.lanesOf(partner);
    return (square, i, j) -> {
      int leaving = lanes.blend(square[j], square[i], isUpper);
      int coming = lanes.permute(partners, leaving);
      square[i] = lanes.blend(square[i], coming, isUpper);
      square[j] = lanes.blend(coming, square[j], isUpper);
    };
  }

  private void transpose(int[] square, List<Exchange> exchanges) {
    for (int step = 0; step < exchanges.size(); step++) {
      int bit = 1 << step;
      for (int row = 0; row < width; row++) {
        if ((row & bit) == 0) {
          exchanges.get(step).apply(square, row, row + bit);
        }
      }
    }
  }
}
