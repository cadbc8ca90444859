package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Lowering;
import dev.sparrow.jit.lower.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the equations of a region as the body of a kernel. */
final class RegionBody {
  private final Map<Var, KernelExpr> values = new HashMap<>();

  private RegionBody() {}

  /**
   * The body of a region.
   *
   * @param region the region
   * @param leaves what stands for each input: a load, a uniform value or a constant; for a counter,
   *     its 64-bit count, or {@link LaneOps#index()} where that is the block's own
   * @param elements inputs as they lie in memory, for outputs that are inputs
   * @param inputCount number of kernel inputs
   * @param outputs values to compute
   * @return the body
   */
  static KernelBody of(
      Region region,
      Map<Var, KernelExpr> leaves,
      Map<Var, KernelExpr> elements,
      int inputCount,
      List<Var> outputs) {
    Map<Var, KernelExpr> values = values(region, leaves);
    List<KernelExpr> packed = new ArrayList<>();
    List<Storage> storages = new ArrayList<>();
    for (Var output : outputs) {
      DType dtype = output.type().dtype();
      KernelExpr element = elements.get(output);
      packed.add(element == null ? Lowering.pack(values.get(output), dtype) : element);
      storages.add(Lowering.storage(dtype));
    }
    return KernelBody.of(inputCount, packed, storages);
  }

  /**
   * The values of a region.
   *
   * @param region the region
   * @param leaves what stands for each input
   * @return each input and each equation's result
   */
  static Map<Var, KernelExpr> values(Region region, Map<Var, KernelExpr> leaves) {
    RegionBody body = new RegionBody();
    body.values.putAll(leaves);
    region.equations().forEach(body::add);
    return body.values;
  }

  /** A literal as an expression. */
  static KernelExpr constant(Literal literal) {
    DType dtype = literal.type().dtype();
    LaneType lane = Lowering.storage(dtype).lane();
    long bits = literal.bits();
    return Lowering.unpack(
        new KernelExpr.Const(lane.bytes() == 4 ? (int) bits : bits, lane), dtype);
  }

  /** The part of a 64-bit count that a counter takes. */
  static KernelExpr part(Source.Part part, KernelExpr count) {
    return switch (part) {
      case Source.Part.Value(DType dtype) -> Lowering.convert(count, DType.INT64, dtype);
      case Source.Part.High() -> LaneOps.convert(LaneOps.ushr(count, 32), LaneType.I32);
      case Source.Part.Low() -> LaneOps.convert(count, LaneType.I32);
    };
  }

  /** The part that a counter takes of the kernel's own count, in 32 bits where they do. */
  static KernelExpr indexPart(Source.Part part, long size) {
    return switch (part) {
      case Source.Part.Value(DType dtype) when size <= Integer.MAX_VALUE ->
          Lowering.convert(LaneOps.indexLow(), DType.INT32, dtype);
      case Source.Part.Value _ -> part(part, LaneOps.index());
      case Source.Part.High() -> size <= 1L << 32 ? LaneOps.i32(0) : LaneOps.indexHigh();
      case Source.Part.Low() -> LaneOps.indexLow();
    };
  }

  private void add(Equation equation) {
    Var out = equation.out().getFirst();
    List<KernelExpr> in = new ArrayList<>();
    for (Atom operand : equation.in()) {
      in.add(
          switch (operand) {
            case Var variable -> values.get(variable);
            case Literal literal -> constant(literal);
          });
    }
    values.put(out, lower(equation, in));
  }

  private static KernelExpr lower(Equation equation, List<KernelExpr> in) {
    // The last operand has the dtype of the values; the first may be a predicate.
    DType dtype = equation.in().getLast().type().dtype();
    return switch (equation.prim()) {
      case Primitive.Pointwise(Fn fn) -> Lowering.lower(fn, dtype, in);
      case Primitive.IntegerPow(int exponent) ->
          Lowering.integerPower(dtype, in.getFirst(), exponent);
      case Primitive.Convert(DType to, boolean _) -> Lowering.convert(in.getFirst(), dtype, to);
      case Primitive.BitcastConvert(DType to) -> Lowering.bitcast(in.getFirst(), dtype, to);
      case Primitive.Counting _,
          Primitive.View _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _,
          Control _,
          Inlined _,
          CustomLinear _ ->
          throw new IllegalArgumentException("region: not pointwise: " + equation);
    };
  }
}
