package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Activations;
import dev.sparrow.ops.Angles;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.Attention;
import dev.sparrow.ops.BesselFunctions;
import dev.sparrow.ops.BitPacking;
import dev.sparrow.ops.Bits;
import dev.sparrow.ops.Choosing;
import dev.sparrow.ops.Closeness;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Covariance;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.ops.Differences;
import dev.sparrow.ops.DistributionFunctions;
import dev.sparrow.ops.Divisors;
import dev.sparrow.ops.DynamicSlices;
import dev.sparrow.ops.Einsum;
import dev.sparrow.ops.EntropyFunctions;
import dev.sparrow.ops.ExponentialIntegrals;
import dev.sparrow.ops.Filling;
import dev.sparrow.ops.FloatParts;
import dev.sparrow.ops.Fourier;
import dev.sparrow.ops.GammaDerivatives;
import dev.sparrow.ops.GammaFunctions;
import dev.sparrow.ops.Histograms;
import dev.sparrow.ops.IncompleteFunctions;
import dev.sparrow.ops.IndexArrays;
import dev.sparrow.ops.Interpolation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.LaxShaping;
import dev.sparrow.ops.LeastSquares;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Matrices;
import dev.sparrow.ops.MatrixChains;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.NanReductions;
import dev.sparrow.ops.NormalFunctions;
import dev.sparrow.ops.Norms;
import dev.sparrow.ops.OuterProducts;
import dev.sparrow.ops.Padding;
import dev.sparrow.ops.Polynomials;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Quantiles;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Reinterpretation;
import dev.sparrow.ops.Reordering;
import dev.sparrow.ops.Repeating;
import dev.sparrow.ops.Rounding;
import dev.sparrow.ops.Searching;
import dev.sparrow.ops.Segments;
import dev.sparrow.ops.Sets;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Signals;
import dev.sparrow.ops.Softmax;
import dev.sparrow.ops.Sorting;
import dev.sparrow.ops.Spacing;
import dev.sparrow.ops.SpecialFunctions;
import dev.sparrow.ops.Splitting;
import dev.sparrow.ops.Statistics;
import dev.sparrow.ops.Taking;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.ops.WindowFunctions;
import dev.sparrow.random.CountDistributions;
import dev.sparrow.random.DiscreteDistributions;
import dev.sparrow.random.Distributions;
import dev.sparrow.random.GammaDistributions;
import dev.sparrow.random.MatrixDistributions;
import dev.sparrow.random.ParametricDistributions;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Random;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions that cases may call: public static methods with a {@link JaxName}. A function is
 * added by that annotation; a class of functions by a line in {@link #CLASSES}.
 */
public final class FunctionRegistry {
  private static final List<Class<?>> CLASSES =
      List.of(
          Creation.class,
          Arithmetic.class,
          Transcendental.class,
          SpecialFunctions.class,
          Activations.class,
          Attention.class,
          Softmax.class,
          NetworkFunctions.class,
          GammaFunctions.class,
          GammaDerivatives.class,
          IncompleteFunctions.class,
          BesselFunctions.class,
          EntropyFunctions.class,
          ExponentialIntegrals.class,
          NormalFunctions.class,
          DistributionFunctions.class,
          Rounding.class,
          Logic.class,
          Bits.class,
          ComplexNumbers.class,
          DTypes.class,
          Einsum.class,
          MatrixChains.class,
          OuterProducts.class,
          Products.class,
          Linalg.class,
          Norms.class,
          LeastSquares.class,
          MatrixFunctions.class,
          LinalgFunctions.class,
          FactorProperties.class,
          Reductions.class,
          ReductionFunctions.class,
          NanReductions.class,
          Statistics.class,
          Covariance.class,
          Quantiles.class,
          SetFunctions.class,
          Sets.class,
          Histograms.class,
          HistogramFunctions.class,
          Shaping.class,
          Choosing.class,
          DynamicSlices.class,
          Filling.class,
          GridFunctions.class,
          IndexArrays.class,
          Interpolation.class,
          Joining.class,
          Angles.class,
          BitPacking.class,
          Closeness.class,
          Divisors.class,
          FloatParts.class,
          Reinterpretation.class,
          Lax.class,
          LaxShaping.class,
          Fourier.class,
          Differences.class,
          Padding.class,
          Polynomials.class,
          Segments.class,
          Sorting.class,
          Searching.class,
          Cumulation.class,
          Convolutions.class,
          Signals.class,
          OrderingFunctions.class,
          WindowedFunctions.class,
          Matrices.class,
          Reordering.class,
          Repeating.class,
          Spacing.class,
          Splitting.class,
          Taking.class,
          WindowFunctions.class,
          Random.class,
          Distributions.class,
          LaxFunctions.class,
          ParametricDistributions.class,
          DiscreteDistributions.class,
          CountDistributions.class,
          GammaDistributions.class,
          MatrixDistributions.class,
          Permutations.class,
          ErrorProbes.class,
          MethodFunctions.class);

  /** Primitives by their names in JAX. */
  private static final Map<String, Fn> POINTWISE =
      Arrays.stream(Fn.values()).collect(Collectors.toMap(fn -> "lax." + fn.jaxName(), fn -> fn));

  private final Map<String, List<Method>> methods;
  private final Method apply;

  private FunctionRegistry(Map<String, List<Method>> methods) {
    this.methods = methods;
    try {
      this.apply = Lax.class.getMethod("apply", Fn.class, NDArray[].class);
    } catch (NoSuchMethodException missing) {
      throw new IllegalStateException("Lax.apply is gone", missing);
    }
  }

  /** {@return all functions of this build} */
  public static FunctionRegistry standard() {
    return of(CLASSES);
  }

  /** The functions of some classes. */
  static FunctionRegistry of(List<Class<?>> classes) {
    Map<String, List<Method>> methods = new HashMap<>();
    for (Class<?> topic : classes) {
      for (Method method : topic.getMethods()) {
        JaxName names = method.getAnnotation(JaxName.class);
        if (names == null) {
          continue;
        }
        for (String name : names.value()) {
          methods.computeIfAbsent(name, first -> new ArrayList<>()).add(method);
        }
      }
    }
    return new FunctionRegistry(methods);
  }

  /**
   * The overloads of a function.
   *
   * @param name as JAX names it
   * @return its forms; none if it is not there
   */
  public List<Method> find(String name) {
    return methods.getOrDefault(name, List.of());
  }

  /** The pointwise primitive of a name such as {@code lax.add}; null if there is none. */
  @Nullable Fn findPointwise(String name) {
    return POINTWISE.get(name);
  }

  /** How a pointwise primitive is called: {@link Lax#apply}. */
  Method apply() {
    return apply;
  }
}
