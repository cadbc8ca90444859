package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.sparrow.jit.codegen.AddressCode.Place;
import dev.sparrow.jit.codegen.ButterflyBody.Form;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyBody.Turns;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the loops of {@link ButterflyBody}: one over p and one over q, whose lanes do not meet, so
 * that results do not depend on the width of vectors.
 */
public final class ButterflyWriter {
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType());

  private final ButterflyBody body;
  private final AddressCode addresses;
  private final LaneCode lanes;
  private final int radix;
  private final Map<Double, Integer> constants = new HashMap<>();
  private int evens;
  private int odds;
  private int lower;
  private int upper;

  private ButterflyWriter(CodeBuilder code, ButterflyBody body, int laneCount, List<Object> data) {
    this.body = body;
    this.addresses = new AddressCode(code);
    this.lanes = new LaneCode(code, addresses, body.type(), laneCount, data);
    this.radix = body.radix();
  }

  /** A complex number in two local variables. */
  private record Complex(int re, int im) {}

  /** A factor, with its imaginary part turned around beside it. */
  private record Turn(int re, int im, int minusIm) {}

  /**
   * Writes a pass.
   *
   * @param body what it computes
   * @param form width of its vectors
   * @return the loop, not yet warm
   */
  public static FrameLoop write(ButterflyBody body, LoopForm form) {
    int laneCount = form == LoopForm.SCALAR ? 1 : form.vectorBits() / body.type().bits();
    List<Object> data = new ArrayList<>();
    return KernelWriter.define(
        // The name is that of vector loops, for which HotSpot is told not to wait long.
        form == LoopForm.SCALAR ? "StandInButterfly" : "VectorLoopButterfly",
        FrameLoop.class,
        RUN,
        data,
        code -> new ButterflyWriter(code, body, laneCount, data).write());
  }

  private void write() {
    int inRe = addresses.address(ButterflyBody.RE);
    int inIm = addresses.address(ButterflyBody.IM);
    int inP = addresses.frame(ButterflyBody.IN_P);
    int outRe = addresses.address(ButterflyBody.OUT_RE);
    int outIm = addresses.address(ButterflyBody.OUT_IM);
    int outP = addresses.frame(ButterflyBody.OUT_P);
    int turnsRe = addresses.address(ButterflyBody.TURNS_RE);
    int turnsIm = addresses.address(ButterflyBody.TURNS_IM);
    int passes = addresses.frame(ButterflyBody.P);
    int vectors = addresses.quotient(ButterflyBody.Q, lanes.lanes());
    int[] inJ = multiples(ButterflyBody.IN_J);
    int[] outK = multiples(ButterflyBody.OUT_K);
    int scale = body.target() == Form.PAIRS ? lanes.uniform(ButterflyBody.SCALE) : -1;
    prepare();
    int re = addresses.copy(inRe);
    int im = addresses.copy(inIm);
    int toRe = addresses.copy(outRe);
    int toIm = addresses.copy(outIm);
    int eachRe = addresses.copy(turnsRe);
    int eachIm = addresses.copy(turnsIm);
    addresses.repeat(
        passes,
        () -> {
          addresses.assign(re, inRe);
          addresses.assign(im, inIm);
          addresses.assign(toRe, outRe);
          addresses.assign(toIm, outIm);
          addresses.assign(eachRe, turnsRe);
          addresses.assign(eachIm, turnsIm);
          Turn[] turns = uniform(turnsRe);
          addresses.repeat(
              vectors,
              () -> {
                Complex[] x = new Complex[radix];
                for (int j = 0; j < radix; j++) {
                  x[j] = turned(load(re, im, inJ[j]), turns[j], eachRe, eachIm, inJ[j]);
                }
                Complex[] y = transform(x);
                for (int k = 0; k < radix; k++) {
                  store(y[k], toRe, toIm, outK[k], scale);
                }
                long step = lanes.bytes();
                long in = body.source() == Form.PAIRS ? 2 * step : step;
                long out = body.target() == Form.PAIRS ? 2 * step : step;
                addresses.move(re, in);
                addresses.move(im, in);
                addresses.move(toRe, out);
                addresses.move(toIm, out);
                if (body.turns() == Turns.EACH) {
                  addresses.move(eachRe, step);
                  addresses.move(eachIm, step);
                }
              });
          addresses.move(inRe, inP);
          addresses.move(inIm, inP);
          addresses.move(outRe, outP);
          addresses.move(outIm, outP);
          switch (body.turns()) {
            case NONE -> {}
            case UNIFORM, LINES -> addresses.move(turnsRe, 2L * (radix - 1) * partBytes());
            case EACH -> {
              addresses.move(turnsRe, inP);
              addresses.move(turnsIm, inP);
            }
          }
        });
    addresses.end();
  }

  /** Distances of 0, 1, … times what a slot says. */
  private int[] multiples(int slot) {
    int[] distances = new int[radix];
    int one = addresses.distance(slot);
    for (int i = 0; i < radix; i++) {
      distances[i] = i == 0 ? Place.NOWHERE : i == 1 ? one : addresses.multiple(one, i);
    }
    return distances;
  }

  /** Keeps what the loop needs and what does not change. */
  private void prepare() {
    int count = lanes.lanes();
    if (!lanes.isScalar() && body.source() == Form.PAIRS) {
      evens = lanes.lanesOf(numbers(count, i -> 2 * i));
      odds = lanes.lanesOf(numbers(count, i -> 2 * i + 1));
    }
    if (!lanes.isScalar() && body.target() == Form.PAIRS) {
      lower = lanes.lanesOf(numbers(count, i -> i / 2 + i % 2 * count));
      upper = lanes.lanesOf(numbers(count, i -> (count + i) / 2 + i % 2 * count));
    }
    if (radix == 8) {
      constant(Math.sqrt(0.5));
      constant(-Math.sqrt(0.5));
    } else if (radix > 2 && radix % 2 == 1) {
      for (int m = 1; m < radix; m++) {
        constant(UnitRoots.cosine(m, radix));
        constant(UnitRoots.sine(m, radix));
      }
    }
  }

  private static int[] numbers(int count, IntUnaryOperator number) {
    return IntStream.range(0, count).map(number).toArray();
  }

  private int constant(double number) {
    return constants.computeIfAbsent(number, lanes::constant);
  }

  private Complex load(int re, int im, int distance) {
    Place place = new Place(re, distance, 0);
    if (body.source() == Form.PLANES) {
      return new Complex(lanes.load(place), lanes.load(new Place(im, distance, 0)));
    }
    int first = lanes.load(place);
    int second = lanes.load(place.plus(lanes.bytes()));
    Complex pair =
        lanes.isScalar()
            ? new Complex(first, second)
            : new Complex(lanes.select(evens, first, second), lanes.select(odds, first, second));
    return body.sense() == Sense.BACKWARD ? new Complex(pair.im, pair.re) : pair;
  }

  private void store(Complex y, int re, int im, int distance, int scale) {
    Place place = new Place(re, distance, 0);
    if (body.target() == Form.PLANES) {
      lanes.store(y.re, place);
      lanes.store(y.im, new Place(im, distance, 0));
      return;
    }
    boolean back = body.sense() == Sense.BACKWARD;
    int left = lanes.canonical(lanes.mul(back ? y.im : y.re, scale));
    int right = lanes.canonical(lanes.mul(back ? y.re : y.im, scale));
    boolean scalar = lanes.isScalar();
    lanes.store(scalar ? left : lanes.select(lower, left, right), place);
    lanes.store(scalar ? right : lanes.select(upper, left, right), place.plus(lanes.bytes()));
  }

  /**
   * The turns of a p, if all q have the same. Read before the loop over q: HotSpot stops to inline
   * what reads a number from memory when a method has grown, but never what loads a vector.
   */
  private Turn[] uniform(int turns) {
    Turn[] read = new Turn[radix];
    if (body.turns() == Turns.NONE || body.turns() == Turns.EACH) {
      return read;
    }
    for (int j = 1; j < radix; j++) {
      Place turn = Place.at(turns).plus(2L * (j - 1) * partBytes());
      int re = part(turn);
      int im = part(turn.plus(partBytes()));
      read[j] = new Turn(re, im, lanes.neg(im));
    }
    return read;
  }

  private int part(Place place) {
    return body.turns() == Turns.LINES ? lanes.load(place) : lanes.broadcast(place);
  }

  private int partBytes() {
    return body.turns() == Turns.LINES ? ButterflyBody.LINE : body.type().bytes();
  }

  /** Multiplies an operand by its turn, if it has one. */
  private Complex turned(Complex x, @Nullable Turn turn, int turnsRe, int turnsIm, int distance) {
    return switch (body.turns()) {
      case NONE -> x;
      case UNIFORM, LINES -> turn == null ? x : times(x, turn);
      case EACH -> {
        int re = lanes.load(new Place(turnsRe, distance, 0));
        int im = lanes.load(new Place(turnsIm, distance, 0));
        yield times(x, new Turn(re, im, lanes.neg(im)));
      }
    };
  }

  private Complex times(Complex x, Turn turn) {
    return new Complex(
        lanes.fma(x.im, turn.minusIm, lanes.mul(x.re, turn.re)),
        lanes.fma(x.im, turn.re, lanes.mul(x.re, turn.im)));
  }

  private Complex[] transform(Complex[] x) {
    return switch (radix) {
      case 1 -> x;
      case 2 -> new Complex[] {add(x[0], x[1]), sub(x[0], x[1])};
      case 4 -> four(x[0], x[1], x[2], x[3]);
      case 8 -> eight(x);
      default -> odd(x);
    };
  }

  private Complex[] four(Complex a, Complex b, Complex c, Complex d) {
    Complex sum = add(a, c);
    Complex difference = sub(a, c);
    Complex other = add(b, d);
    Complex turned = sub(b, d);
    return new Complex[] {
      add(sum, other),
      // The difference less i times the other.
      new Complex(lanes.add(difference.re, turned.im), lanes.sub(difference.im, turned.re)),
      sub(sum, other),
      new Complex(lanes.sub(difference.re, turned.im), lanes.add(difference.im, turned.re))
    };
  }

  /** Transforms of the even and of the odd operands, the latter turned by eighths. */
  private Complex[] eight(Complex[] x) {
    Complex[] even = four(x[0], x[2], x[4], x[6]);
    Complex[] odd = four(x[1], x[3], x[5], x[7]);
    int half = constant(Math.sqrt(0.5));
    int minus = constant(-Math.sqrt(0.5));
    Complex one = new Complex(lanes.add(odd[1].re, odd[1].im), lanes.sub(odd[1].im, odd[1].re));
    Complex three = new Complex(lanes.sub(odd[3].im, odd[3].re), lanes.add(odd[3].im, odd[3].re));
    return new Complex[] {
      add(even[0], odd[0]),
      new Complex(lanes.fma(one.re, half, even[1].re), lanes.fma(one.im, half, even[1].im)),
      new Complex(lanes.add(even[2].re, odd[2].im), lanes.sub(even[2].im, odd[2].re)),
      new Complex(lanes.fma(three.re, half, even[3].re), lanes.fma(three.im, minus, even[3].im)),
      sub(even[0], odd[0]),
      new Complex(lanes.fma(one.re, minus, even[1].re), lanes.fma(one.im, minus, even[1].im)),
      new Complex(lanes.sub(even[2].re, odd[2].im), lanes.add(even[2].im, odd[2].re)),
      new Complex(lanes.fma(three.re, minus, even[3].re), lanes.fma(three.im, half, even[3].im))
    };
  }

  /** Sums over pairs of operands: cosines of their sums, sines of their differences. */
  private Complex[] odd(Complex[] x) {
    int pairs = radix / 2;
    Complex[] sums = new Complex[pairs + 1];
    Complex[] differences = new Complex[pairs + 1];
    Complex all = x[0];
    for (int j = 1; j <= pairs; j++) {
      sums[j] = add(x[j], x[radix - j]);
      differences[j] = sub(x[j], x[radix - j]);
      all = add(all, sums[j]);
    }
    Complex[] y = new Complex[radix];
    y[0] = all;
    for (int k = 1; k <= pairs; k++) {
      Complex even = x[0];
      Complex turned = null;
      for (int j = 1; j <= pairs; j++) {
        int cosine = constant(UnitRoots.cosine(j * k % radix, radix));
        int sine = constant(UnitRoots.sine(j * k % radix, radix));
        even =
            new Complex(
                lanes.fma(sums[j].re, cosine, even.re), lanes.fma(sums[j].im, cosine, even.im));
        turned =
            turned == null
                ? new Complex(
                    lanes.mul(differences[j].re, sine), lanes.mul(differences[j].im, sine))
                : new Complex(
                    lanes.fma(differences[j].re, sine, turned.re),
                    lanes.fma(differences[j].im, sine, turned.im));
      }
      y[k] = new Complex(lanes.add(even.re, turned.im), lanes.sub(even.im, turned.re));
      y[radix - k] = new Complex(lanes.sub(even.re, turned.im), lanes.add(even.im, turned.re));
    }
    return y;
  }

  private Complex add(Complex a, Complex b) {
    return new Complex(lanes.add(a.re, b.re), lanes.add(a.im, b.im));
  }

  private Complex sub(Complex a, Complex b) {
    return new Complex(lanes.sub(a.re, b.re), lanes.sub(a.im, b.im));
  }
}
