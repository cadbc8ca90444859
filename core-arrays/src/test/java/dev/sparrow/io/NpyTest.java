package dev.sparrow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.EOFException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@ExtendWith(AllocatorsAtZero.class)
class NpyTest {
  @TempDir private Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(NpyTest.class.getResource("/io/" + name).toURI());
  }

  @Test
  void aFileOfNumpyIsRead() throws Exception {
    NDArray matrix = Npy.load(resource("matrix.npy"));
    assertEquals(ArrayType.of(DType.FLOAT32, 3, 4), matrix.type());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, matrix.toFloatArray());
  }

  @Test
  void theSameArrayGivesNumpysBytes() throws Exception {
    Path file = folder.resolve("matrix.npy");
    Npy.save(file, Npy.load(resource("matrix.npy")));
    assertArrayEquals(Files.readAllBytes(resource("matrix.npy")), Files.readAllBytes(file));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BFLOAT16", "KEY"})
  void everyOrderOfNumpyGivesTheSameElements(DType dtype) throws Exception {
    Map<String, NDArray> arrays = Npz.load(resource("arrays.npz"));
    NDArray plain = arrays.get(dtype.jaxName());
    assertEquals(ArrayType.of(dtype, 2, 3), plain.type());
    NDArray fortran = arrays.get(dtype.jaxName() + "_fortran");
    assertEquals(plain.type(), fortran.type());
    assertArrayEquals(plain.toByteArray(), fortran.toByteArray());
    if (dtype.bytes() > 1) {
      assertArrayEquals(plain.toByteArray(), arrays.get(dtype.jaxName() + "_big").toByteArray());
    }
  }

  @Test
  void extentsOfAnyRankAreRead() throws Exception {
    Map<String, NDArray> arrays = Npz.load(resource("arrays.npz"));
    assertEquals(2.5, arrays.get("scalar").toDouble());
    assertArrayEquals(new int[] {0, 1, 2, 3}, arrays.get("line").toIntArray());
    assertEquals(Shape.of(0, 3), arrays.get("empty").shape());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BFLOAT16", "KEY"})
  void whatIsSavedIsLoaded(DType dtype) throws Exception {
    for (long[] dims :
        List.of(new long[0], new long[] {0}, new long[] {7}, new long[] {3, 1, 70_000})) {
      NDArray x = random(dtype, Shape.of(dims));
      Path file = folder.resolve(dtype + ".npy");
      Npy.save(file, x);
      NDArray back = Npy.load(file);
      assertEquals(x.type(), back.type());
      assertArrayEquals(x.toByteArray(), back.toByteArray());
    }
  }

  @Test
  void aTransposedArrayIsSavedInRowMajorOrder() throws Exception {
    NDArray x = random(DType.FLOAT32, Shape.of(300, 500)).transpose();
    Path file = folder.resolve("x.npy");
    Npy.save(file, x);
    assertArrayEquals(x.toByteArray(), Npy.load(file).toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void archivesKeepNamesAndOrder(Npz.Compression compression) throws Exception {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("w", random(DType.FLOAT32, Shape.of(3, 4)));
    arrays.put("b", random(DType.INT64, Shape.of(5)));
    Path file = folder.resolve("model.npz");
    Npz.save(file, arrays, compression);
    Map<String, NDArray> back = Npz.load(file);
    assertEquals(List.of("w", "b"), List.copyOf(back.keySet()));
    arrays.forEach((name, x) -> assertArrayEquals(x.toByteArray(), back.get(name).toByteArray()));
  }

  @Test
  void nothingIsLeftOfAFailedSave() throws Exception {
    Path file = folder.resolve("x.npy");
    Npy.save(file, random(DType.FLOAT32, Shape.of(3)));
    byte[] before = Files.readAllBytes(file);
    NDArray key = HostValues.fromBytes(DType.KEY, Shape.of(1), new byte[8]);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Npy.save(file, key));
    assertTrue(refused.getMessage().contains("keyData"), refused.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void wrongFilesAreRefusedByName() throws Exception {
    Path text = Files.writeString(folder.resolve("a.npy"), "hello, this is not an array");
    assertTrue(
        assertThrows(IOException.class, () -> Npy.load(text)).getMessage().contains("a.npy"));
    IOException objects = assertThrows(IOException.class, () -> Npy.load(resource("objects.npy")));
    assertTrue(objects.getMessage().contains("object dtypes"), objects.getMessage());
    byte[] whole = Files.readAllBytes(resource("matrix.npy"));
    Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, whole.length - 5));
    EOFException early = assertThrows(EOFException.class, () -> Npy.load(cut));
    assertTrue(early.getMessage().contains("43 of 48 bytes"), early.getMessage());
  }

  private static NDArray random(DType dtype, Shape shape) {
    byte[] bytes = new byte[(int) shape.size() * dtype.bytes()];
    new SplittableRandom(dtype.bytes()).nextBytes(bytes);
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    return HostValues.fromBytes(dtype, shape, bytes);
  }
}
