package dev.sparrow.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.io.GraphFile;
import dev.sparrow.testing.OpCase;
import dev.sparrow.testing.OpCases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFormatTest {
  private static final ArrayType VECTOR = ArrayType.of(DType.FLOAT32, 3);
  private static final Graph SINE = Graph.single(new Primitive.Pointwise(Fn.SIN), List.of(VECTOR));

  /** {@link #SINE} in version 1, for ever. */
  private static final String SINE_BYTES =
      "53505247010000020000000e464c4f41543332020600020012506f696e74776973650006"
          + "53494e020006566172000202020202080202";

  private static String message(byte[] bytes) {
    return assertThrows(GraphFormatException.class, () -> GraphFormat.read(bytes)).getMessage();
  }

  /** The bytes with a checksum that is right for them. */
  private static byte[] signed(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
    return bytes;
  }

  @Test
  void everyPrimitiveComesBack() {
    for (OpCase row : OpCases.all()) {
      Graph graph = Graph.single(row.prim(), row.types());
      byte[] bytes = GraphFormat.write(graph);
      Graph copy = GraphFormat.read(bytes);
      assertEquals(graph, copy, row::toString);
      assertEquals(graph.toString(), copy.toString());
      assertArrayEquals(bytes, GraphFormat.write(copy), row::toString);
    }
  }

  @Test
  void collectivesComeBack() {
    ArrayType square = ArrayType.of(DType.FLOAT32, 4, 4);
    for (Primitive prim :
        List.of(
            new Collective.AllReduce(Monoid.SUM, "i"),
            new Collective.AllGather("i", 4, 0),
            new Collective.Permute(
                "räume", List.of(new Collective.Route(0, 1), new Collective.Route(1, 0))),
            new Collective.ReduceScatter("i", 4, 0),
            new Collective.AllToAll("i", 4, 0, 1))) {
      Graph graph = Graph.single(prim, List.of(square));
      assertEquals(graph, GraphFormat.read(GraphFormat.write(graph)));
    }
    Graph index = Graph.single(new Collective.AxisIndex("i"), List.of());
    assertEquals(index, GraphFormat.read(GraphFormat.write(index)));
  }

  @Test
  void literalsAndCapturesComeBack() {
    Var x = new Var(7, VECTOR);
    Var y = new Var(9, VECTOR);
    Literal nan = Literal.of(Double.NaN, DType.FLOAT32, true);
    Literal pair = Literal.of(-0.0, Double.NEGATIVE_INFINITY, DType.COMPLEX128, false);
    Equation add = new Equation(new Primitive.Pointwise(Fn.ADD), List.of(x, nan), List.of(y));
    Graph graph = new Graph(List.of(x), List.of(), List.of(add), List.of(y, pair, x));
    assertEquals(graph, GraphFormat.read(GraphFormat.write(graph)));
  }

  @Test
  void bytesOfVersionOneStayReadable() {
    assertEquals(SINE, GraphFormat.read(signed(HexFormat.of().parseHex(SINE_BYTES + "00000000"))));
    String written = HexFormat.of().formatHex(GraphFormat.write(SINE));
    assertEquals(SINE_BYTES, written.substring(0, written.length() - 8));
  }

  @Test
  void otherBytesAreRefused() {
    assertTrue(message(new byte[0]).contains("there are no bytes"));
    assertTrue(message("PK..".getBytes(StandardCharsets.US_ASCII)).contains("50 4b 2e 2e"));
    byte[] newer = GraphFormat.write(SINE);
    newer[4] = 2;
    assertEquals(
        "graph: saved in version 2 of the format, this build reads versions up to 1; load it with"
            + " the build that saved it or with a newer one",
        message(signed(newer)));
    byte[] unknown = HexFormat.of().parseHex(SINE_BYTES.replace("53494e", "53495a") + "00000000");
    assertTrue(message(signed(unknown)).startsWith("graph: 'SIZ' is no Fn known here"));
    byte[] longer = HexFormat.of().parseHex(SINE_BYTES + "0000000000");
    assertTrue(message(signed(longer)).contains("1 bytes follow the program"));
  }

  @Test
  void everyDamagedByteIsFound() {
    byte[] bytes = GraphFormat.write(SINE);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      message(damaged);
      message(Arrays.copyOf(bytes, i));
    }
    byte[] damaged = bytes.clone();
    damaged[20] ^= 1;
    assertTrue(message(damaged).startsWith("graph: damaged: checksum of "));
  }

  @Test
  void bytesOfBadWillAreRefusedOrMakeAProgram() {
    List<OpCase> rows = OpCases.small();
    long seed = 20240611;
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      OpCase row = rows.get(random.nextInt(rows.size()));
      byte[] bytes = GraphFormat.write(Graph.single(row.prim(), row.types()));
      int changes = random.nextInt(1, 4);
      for (int k = 0; k < changes; k++) {
        bytes[random.nextInt(5, bytes.length - 4)] = (byte) random.nextInt();
      }
      try {
        GraphChecker.check(GraphFormat.read(signed(bytes)));
      } catch (GraphFormatException expected) {
        refused++;
      } catch (RuntimeException | Error other) {
        throw new AssertionError("seed " + seed + ", step " + i + ", " + row, other);
      }
    }
    assertTrue(refused > 2_000, "refused " + refused);
  }

  @Test
  void programsInsideOneAnotherHaveALimit() {
    Graph graph = SINE;
    for (int i = 1; i < GraphFormat.MAX_DEPTH; i++) {
      graph = Graph.single(new Primitive.Call("f", graph), List.of(VECTOR));
    }
    assertEquals(graph, GraphFormat.read(GraphFormat.write(graph)));
    Graph deeper = Graph.single(new Primitive.Call("f", graph), List.of(VECTOR));
    assertThrows(IllegalArgumentException.class, () -> GraphFormat.write(deeper));
  }

  @Test
  void sharedProgramsAreWrittenOnce() {
    Primitive call = new Primitive.Call("sine", SINE);
    Var x = new Var(0, VECTOR);
    Var y = new Var(1, VECTOR);
    Var z = new Var(2, VECTOR);
    Graph once =
        new Graph(
            List.of(), List.of(x), List.of(new Equation(call, List.of(x), List.of(y))), List.of(y));
    Graph twice =
        new Graph(
            List.of(),
            List.of(x),
            List.of(
                new Equation(call, List.of(x), List.of(y)),
                new Equation(call, List.of(y), List.of(z))),
            List.of(z));
    assertEquals(twice, GraphFormat.read(GraphFormat.write(twice)));
    assertTrue(GraphFormat.write(twice).length < GraphFormat.write(once).length + 24);
  }

  @Test
  void objectStreamsCarryTheFormat() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(SINE);
    }
    assertTrue(bytes.size() < 256, bytes.size() + " bytes");
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(SINE, in.readObject());
    }
  }

  @Test
  void filesAreNamedInErrors(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sine.sprg");
    GraphFile.save(file, SINE);
    assertEquals(SINE, GraphFile.load(file));
    Files.write(file, new byte[] {1, 2, 3});
    String message =
        assertThrows(GraphFormatException.class, () -> GraphFile.load(file)).getMessage();
    assertTrue(message.startsWith(file + ": graph: not a saved program"), message);
  }
}
