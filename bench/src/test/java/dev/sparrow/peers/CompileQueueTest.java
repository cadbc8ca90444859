package dev.sparrow.peers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileQueueTest {
  @ParameterizedTest
  @CsvSource({
    "'C2 CompilerThread0  1583   !   4       a.ClassReader::classSigToType (530 bytes)', true",
    "'4439 %     4       java.util.DualPivotQuicksort::sort @ 38 (446 bytes)', true",
    "'1958       2       a.StandardMBean::equal (23 bytes)', false",
    "'C1 CompilerThread0  4430       3       a.Name::getDomainLength (4 bytes)', false",
    "'C2 compile queue:\nEmpty', false"
  })
  void onlyTheOptimisingCompilerCounts(String listing, boolean optimises) {
    assertEquals(optimises, CompileQueue.optimises(listing));
  }

  @Test
  void thisJvmTells() {
    assertDoesNotThrow(CompileQueue::busy);
  }
}
