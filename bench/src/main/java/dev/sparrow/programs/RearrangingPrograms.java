package dev.sparrow.programs;

import static dev.sparrow.array.Index.take;
import static dev.sparrow.ops.Transcendental.sin;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.DynamicSlices;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Reordering;
import dev.sparrow.ops.Repeating;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Sorting;
import java.util.List;

/** Programs that read, update and move elements. */
final class RearrangingPrograms {
  private RearrangingPrograms() {}

  static void addTo(Programs programs) {
    programs.add1("gather_dup", x -> x.get(take(0, 0, 2)).pow(2).sum());
    programs.add1("gather_oob", x -> x.get(take(0, 9)).sum());
    programs.add1(
        "slice_rev",
        x -> {
          NDArray reversed = x.get("::-2");
          return reversed.mul(counted(reversed.size()).add(1)).sum();
        });
    programs.add1("strided_sq", x -> x.get("1:-1:2").pow(2));
    programs.add1("at_set_mul", x -> x.at(1).set(10.0).mul(x).sum());
    programs.add1(
        "at_add_dup",
        x -> Creation.zeros(4).astype(x.dtype()).at(take(0, 0, 3)).add(x).pow(2).sum());
    programs.add1("at_max", x -> Creation.arange(1, 4).astype(x.dtype()).at("0:2").max(x).sum());
    programs.add2("dyn_slice", (x, i) -> DynamicSlices.dynamicSlice(x, List.of(i), 2).pow(2).sum());
    programs.add2(
        "dyn_update",
        (x, u) -> DynamicSlices.dynamicUpdateSlice(x, u, List.of(Creation.weak(1))).mul(x).sum());
    programs.add1(
        "pad_rev",
        x -> {
          Primitive pad = new Primitive.Pad(List.of(1L), List.of(2L), List.of(0L));
          NDArray padded = Lax.bind(pad, x, Creation.scalar(3.0, x.dtype()));
          return sin(Shaping.flip(padded));
        });
    programs.add1(
        "reshape_t",
        x -> x.reshape(2, 3).transpose().mul(counted(6).astype(x.dtype()).reshape(3, 2)));
    programs.add2("concat_sq", (x, y) -> Joining.concatenate(List.of(x, y.pow(2))));
    programs.add2("stack_mul", (x, y) -> Joining.stack(List.of(x.mul(y), x.add(y))));
    programs.add2(
        "broadcast_mul", (x, y) -> Shaping.expandDims(x, 1).mul(Shaping.expandDims(y, 0)).sum(0));
    programs.add1(
        "roll_tile",
        x -> {
          NDArray rolled = Reordering.roll(Repeating.tile(x, 2), new long[] {1});
          return rolled.mul(counted(rolled.size()).astype(x.dtype()));
        });
    programs.add1(
        "segsum",
        x -> Creation.zeros(3).astype(x.dtype()).at(take(0, 0, 1, 2, 2, 2)).add(x).pow(2));
    programs.add1("cumsum0", x -> Cumulation.cumsum(x, 0));
    programs.add1("cumprod0", x -> Cumulation.cumprod(x, 0));
    programs.add1("cummax0", x -> Cumulation.cummax(x, 0));
    programs.add1("sort_weighted", x -> Sorting.sort(x).mul(counted(x.size()).add(1)).sum());
    programs.add1("top2_sum", x -> Sorting.topK(x, 2).values().sum());
    programs.add1("conv3", x -> Convolutions.convolve(x, Creation.arange(1, 4).astype(x.dtype())));
    programs.add2(
        "outer_sum", (x, y) -> sin(Shaping.expandDims(x, 1).mul(Shaping.expandDims(y, 0))).sum());
  }

  private static NDArray counted(long size) {
    return Creation.arange(size);
  }
}
