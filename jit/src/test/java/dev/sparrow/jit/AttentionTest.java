package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Attention;
import dev.sparrow.ops.AttentionOptions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values printed by JAX 0.10.2: elements 0, 5, 17, 30 and 47, and the sum of all sizes. */
@ExtendWith(AllocatorsAtZero.class)
class AttentionTest {
  private static NDArray query() {
    return waves(2, 3, 4, 2);
  }

  private static NDArray key() {
    return waves(2, 5, 2, 2);
  }

  private static NDArray value() {
    return key().mul(1.5);
  }

  private static NDArray waves(long... dims) {
    NDArray count = Creation.arange(0, Shape.of(dims).size(), 1, DType.FLOAT32);
    return Transcendental.sin(count.mul(0.7).add(dims.length)).reshape(dims);
  }

  static Stream<Arguments> options() {
    NDArray mask = waves(2, 1, 3, 5).gt(-0.5);
    return Stream.of(
        Arguments.of(
            AttentionOptions.all(),
            new double[] {
              -0.4588574767112732,
              0.6351171135902405,
              -0.14430877566337585,
              0.013979394920170307,
              -0.24041777849197388,
              23.327911376953125
            }),
        Arguments.of(
            AttentionOptions.causal(),
            new double[] {
              -1.1352037191390991,
              -0.2732437551021576,
              -0.35567525029182434,
              0.7845985889434814,
              -0.25423941016197205,
              30.9854793548584
            }),
        Arguments.of(
            new AttentionOptions(null, null, null, false, null, null, List.of(1L, 0L)),
            new double[] {
              -1.1352037191390991,
              -0.2732437551021576,
              0.1275472491979599,
              0.7845985889434814,
              -0.5341315865516663,
              32.47557830810547
            }),
        Arguments.of(
            new AttentionOptions(
                null, null, null, false, Creation.array(2, 3), Creation.array(5, 2), null),
            new double[] {
              -0.4588574767112732,
              0.6351171135902405,
              0,
              0.3943602740764618,
              -0.6658329367637634,
              19.604097366333008
            }),
        Arguments.of(
            new AttentionOptions(waves(1, 4, 3, 5), mask, 0.25, false, null, null, null),
            new double[] {
              0.4110802114009857,
              0.6949039101600647,
              -0.10855430364608765,
              0.13363507390022278,
              -0.36644914746284485,
              13.385817527770996
            }));
  }

  @ParameterizedTest
  @MethodSource("options")
  void answersAsJax(AttentionOptions options, double[] expected) {
    NDArray result = Attention.dotProductAttention(query(), key(), value(), options);
    float[] all = result.toFloatArray();
    double[] got = {all[0], all[5], all[17], all[30], all[47], result.abs().sum().toDouble()};
    assertEquals(query().shape(), result.shape());
    assertArrayEquals(expected, got, 1e-5);
  }

  @Test
  void aBatchMayBeLeftOut() {
    NDArray one = Attention.dotProductAttention(query().get(1), key().get(1), value().get(1));
    NDArray both = Attention.dotProductAttention(query(), key(), value());
    assertArrayEquals(both.get(1).toByteArray(), one.toByteArray());
  }

  @Test
  void refusesWhatDoesNotFit() {
    ShapeException heads =
        assertThrows(
            ShapeException.class,
            () -> Attention.dotProductAttention(waves(2, 3, 3, 2), key(), value()));
    assertEquals(
        "dot_product_attention: value must be as key, and query have key's batches and features and"
            + " a multiple of its heads, got query f32[2,3,3,2], key f32[2,5,2,2] and value"
            + " f32[2,5,2,2]",
        heads.getMessage());
    assertThrows(
        DTypeException.class,
        () -> Attention.dotProductAttention(query().astype(DType.FLOAT64), key(), value()));
    AttentionOptions numbers =
        new AttentionOptions(null, waves(3, 5), null, false, null, null, null);
    assertThrows(
        DTypeException.class,
        () -> Attention.dotProductAttention(query(), key(), value(), numbers));
  }
}
