package dev.sparrow.jit.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.jit.codegen.ButterflyBody.Form;
import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.ButterflyBody.Turns;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over frames give the same bytes in every form. */
@Tag("vector-module")
class FrameLoopsTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int PASSES = 2;
  private static final int LINES = 2;

  /** Room for one operand of all p and q as pairs of doubles. */
  private static final int ROOM = PASSES * LINES * 2 * ButterflyBody.LINE;

  static List<ButterflyBody> bodies() {
    List<ButterflyBody> bodies = new ArrayList<>();
    for (LaneType type : List.of(LaneType.F32, LaneType.F64)) {
      for (int radix : new int[] {1, 2, 3, 4, 5, 7, 8, 11, 13}) {
        for (Turns turns : Turns.values()) {
          bodies.add(
              new ButterflyBody(type, radix, Form.PLANES, turns, Form.PLANES, Sense.FORWARD));
        }
        for (Sense sense : Sense.values()) {
          bodies.add(new ButterflyBody(type, radix, Form.PAIRS, Turns.NONE, Form.PLANES, sense));
          bodies.add(new ButterflyBody(type, radix, Form.PLANES, Turns.EACH, Form.PAIRS, sense));
        }
      }
    }
    return bodies;
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void passesDoNotDependOnTheWidthOfVectors(ButterflyBody body) {
    byte[] expected = run(body, LoopForm.SCALAR);
    for (LoopForm form : LoopForm.values()) {
      assertArrayEquals(expected, run(body, form), body + " " + form + " -Dseed=" + SEED);
    }
  }

  private static byte[] run(ButterflyBody body, LoopForm form) {
    int radix = body.radix();
    try (Arena arena = Arena.ofConfined()) {
      long bytes = 2L * radix * ROOM;
      MemorySegment in = arena.allocate(bytes, 64);
      MemorySegment turns = arena.allocate(2 * bytes, 64);
      MemorySegment out = arena.allocate(bytes, 64);
      fill(body.type(), in);
      fill(body.type(), turns);
      if (body.turns() == Turns.LINES) {
        spread(body.type().bytes(), turns);
      }
      long[] frame = new long[ButterflyBody.FRAME];
      frame[ButterflyBody.RE] = in.address();
      frame[ButterflyBody.IM] = in.address() + bytes / 2;
      frame[ButterflyBody.IN_J] = ROOM;
      frame[ButterflyBody.IN_P] = ROOM / PASSES;
      frame[ButterflyBody.OUT_RE] = out.address();
      frame[ButterflyBody.OUT_IM] = out.address() + bytes / 2;
      frame[ButterflyBody.OUT_K] = ROOM;
      frame[ButterflyBody.OUT_P] = ROOM / PASSES;
      frame[ButterflyBody.TURNS_RE] = turns.address();
      frame[ButterflyBody.TURNS_IM] = turns.address() + bytes;
      frame[ButterflyBody.P] = PASSES;
      frame[ButterflyBody.Q] = (long) LINES * ButterflyBody.LINE / body.type().bytes();
      frame[ButterflyBody.SCALE] =
          body.type() == LaneType.F32
              ? Float.floatToRawIntBits(0.3f)
              : Double.doubleToRawLongBits(0.3);
      ButterflyWriter.write(body, form).run(frame);
      return canonical(body.type(), out);
    }
  }

  private static void fill(LaneType type, MemorySegment memory) {
    SplittableRandom random = new SplittableRandom(SEED);
    if (type == LaneType.F32) {
      for (long i = 0; i < memory.byteSize() / Float.BYTES; i++) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) number(random));
      }
    } else {
      for (long i = 0; i < memory.byteSize() / Double.BYTES; i++) {
        memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, number(random));
      }
    }
  }

  /** Repeats the first element of each line. */
  private static void spread(int bytes, MemorySegment memory) {
    for (long line = 0; line < memory.byteSize(); line += ButterflyBody.LINE) {
      for (long at = bytes; at < ButterflyBody.LINE; at += bytes) {
        MemorySegment.copy(memory, line, memory, line + at, bytes);
      }
    }
  }

  private static double number(SplittableRandom random) {
    return switch (random.nextInt(200)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      default -> random.nextDouble(-10, 10);
    };
  }

  /** The bytes; only pairs have canonical NaN, so any NaN is one here. */
  private static byte[] canonical(LaneType type, MemorySegment memory) {
    if (type == LaneType.F32) {
      float[] numbers = memory.toArray(ValueLayout.JAVA_FLOAT);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Float.isNaN(numbers[i]) ? Float.NaN : numbers[i];
      }
      return MemorySegment.ofArray(numbers).toArray(ValueLayout.JAVA_BYTE);
    }
    double[] numbers = memory.toArray(ValueLayout.JAVA_DOUBLE);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.isNaN(numbers[i]) ? Double.NaN : numbers[i];
    }
    return MemorySegment.ofArray(numbers).toArray(ValueLayout.JAVA_BYTE);
  }

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void squaresAreTransposed(LoopForm form) {
    for (LaneType type : List.of(LaneType.I32, LaneType.I64)) {
      int side = TranspositionWriter.LINE / type.bytes();
      int squares = 3;
      try (Arena arena = Arena.ofConfined()) {
        long bytes = (long) squares * side * TranspositionWriter.LINE;
        MemorySegment in = arena.allocate(bytes, 64);
        MemorySegment out = arena.allocate(bytes, 64);
        for (long i = 0; i < bytes; i++) {
          in.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + (i >> 8)));
        }
        long[] frame = new long[TranspositionWriter.FRAME];
        frame[TranspositionWriter.FROM] = in.address();
        frame[TranspositionWriter.FROM_ROW] = TranspositionWriter.LINE;
        frame[TranspositionWriter.FROM_STEP] = (long) side * TranspositionWriter.LINE;
        frame[TranspositionWriter.TO] = out.address();
        frame[TranspositionWriter.TO_ROW] = (long) squares * TranspositionWriter.LINE;
        frame[TranspositionWriter.TO_STEP] = TranspositionWriter.LINE;
        frame[TranspositionWriter.COUNT] = squares;
        TranspositionWriter.write(type, form).run(frame);
        for (int row = 0; row < squares * side; row++) {
          for (int column = 0; column < side; column++) {
            long from = ((long) row * side + column) * type.bytes();
            long to = ((long) column * squares * side + row) * type.bytes();
            for (int part = 0; part < type.bytes(); part++) {
              assertEquals(
                  in.get(ValueLayout.JAVA_BYTE, from + part),
                  out.get(ValueLayout.JAVA_BYTE, to + part),
                  form + " " + type + " " + row + " " + column);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LoopForm.class)
  void elementsAreTakenAtAnyDistanceAndNothingBesides(LoopForm form) {
    for (LaneType type : List.of(LaneType.I32, LaneType.I64)) {
      for (int step = -PackingWriter.MOST_STEP; step <= PackingWriter.MOST_STEP; step++) {
        if (step == 0 || step == 1) {
          continue;
        }
        FrameLoop loop = PackingWriter.write(type, step, form);
        for (int lines = 0; lines <= 3; lines++) {
          packed(loop, type.bytes(), step, lines, form + " " + type + " " + step + " " + lines);
        }
      }
    }
  }

  private static void packed(FrameLoop loop, int bytes, int step, int lines, String what) {
    int count = lines * PackingWriter.LINE / bytes;
    long spanned = (long) count * Math.abs(step);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(Math.max(1, spanned * bytes));
      MemorySegment out = arena.allocate((long) PackingWriter.LINE * (lines + 1));
      for (long i = 0; i < in.byteSize(); i++) {
        in.set(ValueLayout.JAVA_BYTE, i, (byte) (1 + i % 126));
      }
      long first = step > 0 ? 0 : Math.max(0, spanned - 1) * bytes;
      long[] frame = new long[PackingWriter.FRAME];
      frame[PackingWriter.FROM] = in.address() + first;
      frame[PackingWriter.TO] = out.address();
      frame[PackingWriter.LINES] = lines;
      loop.run(frame);
      for (long at = 0; at < out.byteSize(); at++) {
        byte expected =
            at < (long) count * bytes
                ? in.get(ValueLayout.JAVA_BYTE, first + at / bytes * step * bytes + at % bytes)
                : 0;
        assertEquals(expected, out.get(ValueLayout.JAVA_BYTE, at), what + ", byte " + at);
      }
    }
  }
}
