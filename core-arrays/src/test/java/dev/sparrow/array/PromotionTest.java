package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against the complete promotion tables that JAX prints, with and without x64. */
class PromotionTest {
  @TestFactory
  List<DynamicTest> joinsAsJaxWithoutX64() throws IOException {
    return table("/promotion/jax32.txt", Profile.JAX32);
  }

  @TestFactory
  List<DynamicTest> joinsAsJaxWithX64() throws IOException {
    return table("/promotion/wide64.txt", Profile.WIDE64);
  }

  private static List<DynamicTest> table(String resource, Profile profile) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(PromotionTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      List<String[]> rows = reader.lines().map(line -> line.split(" +")).toList();
      String[] heads = rows.getFirst();
      for (String[] row : rows.subList(1, rows.size())) {
        for (int i = 1; i < heads.length; i++) {
          String left = row[0];
          String right = heads[i];
          ArrayType expected = type(row[i], profile);
          List<ArrayType> operands = List.of(type(left, profile), type(right, profile));
          tests.add(
              DynamicTest.dynamicTest(
                  left + " + " + right,
                  () -> assertEquals(expected, profile.run(() -> Promotion.join(operands)))));
        }
      }
    }
    return tests;
  }

  /** A type by the table's code; i*, f* and c* are Java scalars. */
  private static ArrayType type(String code, Profile profile) {
    DType dtype =
        switch (code) {
          case "b1" -> DType.BOOL;
          case "i1" -> DType.INT8;
          case "i2" -> DType.INT16;
          case "i4", "i4*" -> DType.INT32;
          case "i8", "i8*" -> DType.INT64;
          case "u1" -> DType.UINT8;
          case "u2" -> DType.UINT16;
          case "u4" -> DType.UINT32;
          case "u8" -> DType.UINT64;
          case "bf" -> DType.BFLOAT16;
          case "f2" -> DType.FLOAT16;
          case "f4", "f4*" -> DType.FLOAT32;
          case "f8", "f8*" -> DType.FLOAT64;
          case "c4", "c4*" -> DType.COMPLEX64;
          case "c8", "c8*" -> DType.COMPLEX128;
          case "i*" -> profile.defaultInt();
          case "f*" -> profile.defaultFloat();
          case "c*" -> profile.defaultComplex();
          default -> throw new IllegalArgumentException(code);
        };
    return new ArrayType(dtype, Shape.scalar(), code.endsWith("*"));
  }

  @Test
  void wideOperandsKeepTheirWidthInTheNarrowProfile() {
    assertEquals(DType.INT64, join(DType.INT64, DType.INT32));
    assertEquals(DType.FLOAT64, join(DType.FLOAT64, DType.INT32));
    assertEquals(DType.INT64, join(DType.INT64, DType.UINT32));
    assertEquals(DType.INT32, join(DType.INT32, DType.UINT32), "no operand is wide");
  }

  private static DType join(DType left, DType right) {
    return Promotion.join(List.of(ArrayType.of(left), ArrayType.of(right))).dtype();
  }

  @Test
  void inexactJoinTurnsIntegersIntoFloatsOfTheirWidth() {
    for (DType dtype : List.of(DType.BOOL, DType.INT8, DType.INT32, DType.UINT32, DType.FLOAT32)) {
      assertEquals(DType.FLOAT32, inexact(Profile.JAX32, dtype, false));
      assertEquals(DType.FLOAT32, inexact(Profile.WIDE64, dtype, false));
    }
    assertEquals(DType.FLOAT64, inexact(Profile.WIDE64, DType.INT64, false));
    assertEquals(DType.FLOAT64, inexact(Profile.JAX32, DType.INT64, false));
    assertEquals(DType.FLOAT64, inexact(Profile.WIDE64, DType.INT64, true));
    assertEquals(DType.FLOAT32, inexact(Profile.JAX32, DType.INT32, true));
  }

  private static DType inexact(Profile profile, DType dtype, boolean weak) {
    List<ArrayType> operand = List.of(new ArrayType(dtype, Shape.scalar(), weak));
    return profile.run(() -> Promotion.joinInexact(operand)).dtype();
  }

  @Test
  void keysDoNotPromote() {
    List<ArrayType> operands = List.of(ArrayType.of(DType.KEY), ArrayType.of(DType.INT32));
    assertThrows(DTypeException.class, () -> Promotion.join(operands));
  }
}
