package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.codegen.AddressCode.Place;
import dev.sparrow.jit.lower.LaneType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Writes the loops that a sort of signed integers is made of: a partition, and networks of
 * comparisons in registers (D. Knuth, "The Art of Computer Programming", volume 3, section 5.3.4).
 * Vectors only.
 */
public final class SortLoopWriter {
  /** Frame slot: address of the first vector, or group of vectors. */
  public static final int FROM = 0;

  /** Frame slot: vectors of a partition, or groups of vectors that are sorted or merged. */
  public static final int COUNT = 1;

  /** Frame slot of a partition: the number that decides. */
  public static final int PIVOT = 2;

  /**
   * Frame slot of a partition: bytes from a group of {@link #TOGETHER} vectors to the next, which
   * may lie before it. What is left is read upwards.
   */
  public static final int STEP = 3;

  /**
   * Frame slot of a partition: where numbers less than the pivot go. May be the address of the
   * first vector: what is written there was read before.
   */
  public static final int LOW = 4;

  /**
   * Frame slot of a partition: the end of where the other numbers go, backwards. From LOW to there,
   * or in other memory before there, is room for all numbers and for a vector more.
   */
  public static final int HIGH = 5;

  /** Frame slot of a partition: 1 if there is one vector more, for which just its room is left. */
  public static final int LAST = 6;

  /** Frame slot of a partition: address of that vector. */
  public static final int LAST_FROM = 7;

  /** Frame slot of a partition: how many of that vector's numbers do not count, the first ones. */
  public static final int SEEN = 8;

  /** Frame slot of a partition, written by it: how many numbers are less than the pivot. */
  public static final int LESS = 9;

  /** Slots of a frame. */
  public static final int FRAME = 10;

  /** Vectors that a partition reads before it writes any. */
  public static final int TOGETHER = 4;

  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());

  private final AddressCode addresses;
  private final LaneCode lanes;
  private final int width;

  /** What a loop does. */
  public enum Task {
    /** Numbers less than a pivot go to one place, the others to another. */
    PARTITION,
    /** Sorts the columns of squares: of as many vectors as they have lanes. */
    COLUMNS,
    /** Merges neighbouring sorted vectors. */
    MERGE_1,
    /** Merges neighbouring sorted runs of two vectors. */
    MERGE_2,
    /** Merges neighbouring sorted runs of four vectors. */
    MERGE_4,
    /**
     * Makes of two sorted runs of eight vectors sixteen, each not larger than the next, bitonic.
     */
    HALVE_8,
    /** Sorts pairs of bitonic vectors, each for itself. */
    LANES
  }

  private SortLoopWriter(CodeBuilder code, LaneType type, int width, List<Object> data) {
    this.addresses = new AddressCode(code);
    this.lanes = new LaneCode(code, addresses, type, width, data);
    this.width = width;
  }

  /**
   * Writes a loop.
   *
   * @param task what it does
   * @param type I32 or I64
   * @param form width of its vectors, not scalar
   * @return the loop, not yet warm
   */
  public static FrameLoop write(Task task, LaneType type, LoopForm form) {
    int width = form.vectorBits() / type.bits();
    List<Object> data = new ArrayList<>();
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        "VectorLoopSort",
        FrameLoop.class,
        RUN,
        data,
        code -> new SortLoopWriter(code, type, width, data).write(task));
  }

  private void write(Task task) {
    switch (task) {
      case PARTITION -> partition();
      case COLUMNS -> groups(width, this::sortColumns);
      case MERGE_1 -> merge(1);
      case MERGE_2 -> merge(2);
      case MERGE_4 -> merge(4);
      case HALVE_8 -> {
        int reversed = reversed();
        groups(16, v -> halve(v, reversed));
      }
      case LANES -> {
        PairMerge pairs = new PairMerge();
        groups(2, v -> pairs.sort(v, 0));
      }
    }
    addresses.end();
  }

  private void partition() {
    int from = addresses.address(FROM);
    int low = addresses.address(LOW);
    int high = addresses.address(HIGH);
    int step = addresses.frame(STEP);
    int pivot = lanes.uniform(PIVOT);
    int reversed = reversed();
    int less = addresses.counter();
    int[] counts = addresses.divide(addresses.frame(COUNT), TOGETHER);
    addresses.repeat(
        counts[0],
        () -> {
          int[] numbers = new int[TOGETHER];
          for (int i = 0; i < TOGETHER; i++) {
            numbers[i] = lanes.load(Place.at(from).plus((long) i * lanes.bytes()));
          }
          addresses.move(from, step);
          partition(numbers, low, high, less, pivot, reversed);
        });
    addresses.repeat(
        counts[1],
        () -> {
          int number = lanes.load(Place.at(from));
          addresses.move(from, (long) lanes.bytes());
          partition(new int[] {number}, low, high, less, pivot, reversed);
        });
    addresses.repeat(addresses.frame(LAST), () -> partitionLast(low, high, less, pivot));
    addresses.report(LESS, less);
  }

  /** Writes whole vectors, of which only the lanes of one side count. */
  private void partition(int[] numbers, int low, int high, int lessCount, int pivot, int reversed) {
    int count = numbers.length;
    addresses.move(high, -(long) count * lanes.bytes());
    for (int i = 0; i < count; i++) {
      int less = lanes.less(numbers[i], pivot);
      int others = lanes.compress(numbers[i], lanes.not(less));
      // The more were less, the less far the others went back.
      int distance = lanes.bytes(lessCount);
      lanes.store(lanes.compress(numbers[i], less), new Place(low, distance, 0));
      lanes.store(
          lanes.select(reversed, others, others),
          new Place(high, distance, (long) (count - 1 - i) * lanes.bytes()));
      lanes.count(lessCount, less);
    }
  }

  /** Writes the lanes that count, and no others. */
  private void partitionLast(int low, int high, int lessCount, int pivot) {
    int number = lanes.load(Place.at(addresses.address(LAST_FROM)));
    int seen = lanes.less(numbers(i -> i), lanes.uniform(SEEN));
    int less = lanes.less(number, pivot);
    int others = lanes.andNot(lanes.not(less), seen);
    less = lanes.andNot(less, seen);
    int distance = lanes.bytes(lessCount);
    lanes.store(lanes.compress(number, less), new Place(low, distance, 0), lanes.first(less));
    int otherCount = addresses.counter();
    lanes.count(otherCount, others);
    int back = lanes.bytes(otherCount);
    addresses.turn(back);
    int first = addresses.offset(addresses.offset(high, distance), back);
    lanes.store(lanes.compress(number, others), Place.at(first), lanes.first(others));
    lanes.count(lessCount, less);
  }

  /** What is done to some vectors in local variables. */
  @FunctionalInterface
  private interface Body {
    void write(int[] vectors);
  }

  /** A loop over groups of vectors. */
  private void groups(int size, Body body) {
    int from = addresses.address(FROM);
    int count = addresses.frame(COUNT);
    addresses.repeat(
        count,
        () -> {
          int[] vectors = new int[size];
          for (int i = 0; i < size; i++) {
            vectors[i] = lanes.load(Place.at(from).plus((long) i * lanes.bytes()));
          }
          body.write(vectors);
          for (int i = 0; i < size; i++) {
            lanes.store(vectors[i], Place.at(from).plus((long) i * lanes.bytes()));
          }
          addresses.move(from, (long) size * lanes.bytes());
        });
  }

  private void exchange(int[] vectors, int low, int high) {
    int a = vectors[low];
    int b = vectors[high];
    vectors[low] = lanes.min(a, b);
    vectors[high] = lanes.max(a, b);
  }

  /** Batcher's odd-even merge sort. */
  private void sortColumns(int[] rows) {
    int n = rows.length;
    for (int p = 1; p < n; p *= 2) {
      for (int k = p; k >= 1; k /= 2) {
        for (int j = k % p; j + k < n; j += 2 * k) {
          for (int i = 0; i < Math.min(k, n - j - k); i++) {
            if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) {
              exchange(rows, i + j, i + j + k);
            }
          }
        }
      }
    }
  }

  private void merge(int run) {
    int reversed = reversed();
    PairMerge pairs = new PairMerge();
    groups(
        2 * run,
        v -> {
          halve(v, reversed);
          for (int i = 0; i < v.length; i += 2) {
            pairs.sort(v, i);
          }
        });
  }

  private int reversed() {
    return numbers(i -> width - 1 - i);
  }

  private int numbers(IntUnaryOperator number) {
    int[] numbers = new int[width];
    for (int i = 0; i < width; i++) {
      numbers[i] = number.applyAsInt(i);
    }
    return lanes.lanesOf(numbers);
  }

  /**
   * The second of two sorted runs is turned around, so that both are one bitonic run, which is
   * halved until its parts are vectors.
   */
  private void halve(int[] v, int reversed) {
    int half = v.length / 2;
    int[] second = new int[half];
    for (int i = 0; i < half; i++) {
      int vector = v[v.length - 1 - i];
      second[i] = lanes.select(reversed, vector, vector);
    }
    System.arraycopy(second, 0, v, half, half);
    for (int distance = half; distance >= 1; distance /= 2) {
      for (int i = 0; i < v.length; i++) {
        if ((i & distance) == 0) {
          exchange(v, i, i + distance);
        }
      }
    }
  }

  /**
   * Sorts two bitonic vectors at once. For each distance, lanes whose numbers have its bit are
   * gathered in one vector and their partners in the other, so that a step is a minimum and a
   * maximum of whole vectors.
   */
  private final class PairMerge {
    /** Selections before each step, and those that put lanes in order in the end. */
    private final List<int[]> selections = new ArrayList<>();

    PairMerge() {
      // Where each lane of both vectors is now: lane l of the first is l, of the second width + l.
      int[] places = new int[2 * width];
      for (int i = 0; i < places.length; i++) {
        places[i] = i;
      }
      for (int distance = width / 2; distance >= 1; distance /= 2) {
        int[] next = new int[2 * width];
        int[] low = new int[width];
        int[] high = new int[width];
        int at = 0;
        for (int lane = 0; lane < 2 * width; lane++) {
          if ((lane & distance) == 0) {
            low[at] = places[lane];
            high[at] = places[lane + distance];
            next[lane] = at;
            next[lane + distance] = width + at;
            at++;
          }
        }
        selections.add(new int[] {lanes.lanesOf(low), lanes.lanesOf(high)});
        places = next;
      }
      int[] first = new int[width];
      int[] second = new int[width];
      System.arraycopy(places, 0, first, 0, width);
      System.arraycopy(places, width, second, 0, width);
      selections.add(new int[] {lanes.lanesOf(first), lanes.lanesOf(second)});
    }

    void sort(int[] v, int at) {
      int low = v[at];
      int high = v[at + 1];
      for (int step = 0; step < selections.size(); step++) {
        int a = lanes.select(selections.get(step)[0], low, high);
        int b = lanes.select(selections.get(step)[1], low, high);
        boolean last = step == selections.size() - 1;
        low = last ? a : lanes.min(a, b);
        high = last ? b : lanes.max(a, b);
      }
      v[at] = low;
      v[at + 1] = high;
    }
  }
}
