package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.codegen.AddressCode.Place;
import dev.sparrow.jit.lower.LaneType;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes loops that pack elements which lie a few elements apart: whole vectors are read, and the
 * lanes that are wanted are selected from one after another. A loop makes lines of {@link #LINE}
 * bytes.
 */
public final class PackingWriter {
  /** Bytes of a line. */
  public static final int LINE = 64;

  /** The largest distance, forwards or backwards, for which more is read than is worth it. */
  public static final int MOST_STEP = 4;

  /** Frame slot: address of the first element. */
  public static final int FROM = 0;

  /** Frame slot: address the first element goes to. */
  public static final int TO = 1;

  /** Frame slot: number of lines. */
  public static final int LINES = 2;

  /** Slots of a frame. */
  public static final int FRAME = 3;

  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());

  private final AddressCode addresses;
  private final LaneCode lanes;
  private final int width;
  private final int side;
  private final int elementBytes;
  private final int step;
  private final int distance;

  private PackingWriter(AddressCode addresses, LaneCode lanes, int elementBytes, int step) {
    this.addresses = addresses;
    this.lanes = lanes;
    this.width = lanes.lanes();
    this.elementBytes = elementBytes;
    this.side = LINE / elementBytes;
    this.step = step;
    this.distance = Math.abs(step);
  }

  /**
   * Writes a loop.
   *
   * @param type I32 for elements of 4 bytes, I64 for those of 8
   * @param step distance between elements, in elements: at most {@link #MOST_STEP}, forwards or
   *     backwards, neither 0 nor 1
   * @param form width of its vectors
   * @return the loop, not yet warm; {@link #plain} for no vectors
   */
  public static FrameLoop write(LaneType type, int step, LoopForm form) {
    if (form == LoopForm.SCALAR) {
      return plain(type.bytes(), step);
    }
    List<Object> data = new ArrayList<>();
    int laneCount = form.vectorBits() / type.bits();
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        "VectorLoopPacking",
        FrameLoop.class,
        RUN,
        data,
        code -> {
          AddressCode addresses = new AddressCode(code);
          LaneCode lanes = new LaneCode(code, addresses, type, laneCount, data);
          new PackingWriter(addresses, lanes, type.bytes(), step).write();
        });
  }

  /**
   * How many lines can be made of some elements without a look at what lies beyond the last one.
   *
   * @param bytes size of an element
   * @param step distance between elements
   * @param count number of elements
   * @return whole lines
   */
  public static long lines(int bytes, long step, long count) {
    long distance = Math.abs(step);
    long spanned = (count - 1) * distance + 1;
    return spanned / (distance * (LINE / bytes));
  }

  private void write() {
    int from = addresses.address(FROM);
    int to = addresses.address(TO);
    int lines = addresses.frame(LINES);
    if (step < 0) {
      addresses.move(from, -bytes((long) side * distance - 1));
    }
    List<Integer> numbers = numbers();
    addresses.repeat(
        lines,
        () -> {
          for (int first = 0; first < side; first += width) {
            // Backwards, the first elements of a line lie last.
            int begin = (step > 0 ? first : side - first - width) * distance;
            lanes.store(
                packed(Place.at(from).plus(bytes(begin)), numbers),
                Place.at(to).plus(bytes(first)));
          }
          addresses.move(from, bytes((long) side * step));
          addresses.move(to, (long) LINE);
        });
    addresses.end();
  }

  private int packed(Place place, List<Integer> numbers) {
    int packed = lanes.load(place);
    if (distance == 1) {
      return lanes.select(numbers.getFirst(), packed, packed);
    }
    for (int vector = 1; vector < distance; vector++) {
      int next = lanes.load(place.plus(bytes((long) vector * width)));
      packed = lanes.select(numbers.get(vector - 1), packed, next);
    }
    return packed;
  }

  /** For each vector but the first, the lanes that those before it and it give. */
  private List<Integer> numbers() {
    List<Integer> all = new ArrayList<>();
    for (int vector = 1; vector < Math.max(2, distance); vector++) {
      int[] lane = new int[width];
      for (int i = 0; i < width; i++) {
        int at = (step > 0 ? i : width - 1 - i) * distance + (step > 0 ? 0 : distance - 1);
        boolean isHere = at / width == vector;
        // Lanes that an earlier selection put in their place stay there.
        lane[i] = isHere ? width + at % width : vector == 1 ? at % width : i;
      }
      all.add(lanes.lanesOf(lane));
    }
    return all;
  }

  private long bytes(long elements) {
    return elements * elementBytes;
  }

  /**
   * One element after another: what serves until a vector loop is warm, and where there are no
   * vectors.
   *
   * @param bytes size of an element, 4 or 8
   * @param step distance between elements, in elements
   * @return the loop
   */
  public static FrameLoop plain(int bytes, int step) {
    return frame -> {
      long from = frame[FROM];
      long to = frame[TO];
      long moved = (long) step * bytes;
      int count = Math.toIntExact(frame[LINES] * (LINE / bytes));
      for (int i = 0; i < count; i++) {
        if (bytes == Integer.BYTES) {
          Memory.store(Memory.loadI32(from + i * moved), to + 4L * i);
        } else {
          Memory.store(Memory.loadI64(from + i * moved), to + 8L * i);
        }
      }
    };
  }
}
