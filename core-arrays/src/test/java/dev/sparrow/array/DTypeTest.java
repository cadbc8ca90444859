package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTest {
  @ParameterizedTest
  @EnumSource(DType.class)
  void bothNamesLeadBack(DType dtype) {
    assertEquals(dtype, DType.of(dtype.jaxName()));
    assertEquals(dtype, DType.of(dtype.shortName()));
    assertEquals(dtype.jaxName(), dtype.toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bool,       bool, 1, BOOL",
    "int8,       i8,   1, SIGNED",
    "int16,      i16,  2, SIGNED",
    "int32,      i32,  4, SIGNED",
    "int64,      i64,  8, SIGNED",
    "uint8,      u8,   1, UNSIGNED",
    "uint16,     u16,  2, UNSIGNED",
    "uint32,     u32,  4, UNSIGNED",
    "uint64,     u64,  8, UNSIGNED",
    "float16,    f16,  2, FLOAT",
    "bfloat16,   bf16, 2, FLOAT",
    "float32,    f32,  4, FLOAT",
    "float64,    f64,  8, FLOAT",
    "complex64,  c64,  8, COMPLEX",
    "complex128, c128, 16, COMPLEX",
    "key<fry>,   key<fry>, 8, KEY",
  })
  void namesWidthsAndKinds(String name, String shortName, int bytes, DType.Kind kind) {
    DType dtype = DType.of(name);
    assertEquals(shortName, dtype.shortName());
    assertEquals(bytes, dtype.bytes());
    assertEquals(kind, dtype.kind());
  }

  @Test
  void unknownNameIsAnError() {
    DTypeException refused = assertThrows(DTypeException.class, () -> DType.of("float99"));
    assertEquals(
        "dtype: no dtype is called 'float99'; try float32, int32, bool", refused.getMessage());
  }
}
