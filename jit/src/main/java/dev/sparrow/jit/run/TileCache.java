package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.Microkernel;
import dev.sparrow.jit.codegen.MicrokernelWriter;
import dev.sparrow.jit.codegen.Tile;
import dev.sparrow.jit.dot.Tiles;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The microkernels of one type of sums, each written when it is first asked for. There are a few
 * dozen tiles at most.
 */
final class TileCache implements Tiles {
  /** Sides of the tile that scalar code computes at once: 16 sums fit the registers. */
  private static final int SCALAR_SIDE = 4;

  private static final Map<LaneType, TileCache> CACHES = new ConcurrentHashMap<>();

  private final LaneType type;
  private final LoopForm form;
  private final Kernel add;
  private final Map<Tile, Microkernel> microkernels = new ConcurrentHashMap<>();
  private final Map<Tile, Microkernel> scalars = new ConcurrentHashMap<>();

  private TileCache(LaneType type, LoopForm form, KernelCache kernels) {
    this.type = type;
    this.form = form;
    KernelExpr left = new KernelExpr.Load(0, type);
    KernelExpr right = new KernelExpr.Load(1, type);
    this.add = kernels.get(KernelBody.of(2, List.of(LaneOps.apply(Op.ADD, left, right))));
  }

  static TileCache of(LaneType type) {
    return CACHES.computeIfAbsent(
        type, key -> new TileCache(key, LoopForm.preferred(), KernelCache.shared()));
  }

  @Override
  public LaneType type() {
    return type;
  }

  @Override
  public FrameLoop transposition() {
    return Transpositions.of(type.bytes());
  }

  @Override
  public int lanes() {
    return form == LoopForm.SCALAR ? 1 : form.vectorBits() / type.bits();
  }

  /** 24 sums of 32 registers with AVX-512, 12 of 16 without. */
  @Override
  public int rows() {
    return switch (form) {
      case SCALAR -> 4;
      case VECTOR_128, VECTOR_256 -> 6;
      case VECTOR_512 -> 12;
    };
  }

  @Override
  public int vectors() {
    return form == LoopForm.SCALAR ? 8 : 2;
  }

  @Override
  public Kernel add() {
    return add;
  }

  @Override
  public Microkernel microkernel(Tile tile) {
    Microkernel known = microkernels.get(tile);
    return known != null ? known : microkernels.computeIfAbsent(tile, this::write);
  }

  private Microkernel write(Tile tile) {
    Microkernel scalar = scalar(tile);
    if (form == LoopForm.SCALAR) {
      return scalar;
    }
    TieredMicrokernel tiered = new TieredMicrokernel(type, tile, scalar);
    WarmUp.shared().submit(tiered);
    return tiered;
  }

  private Microkernel scalar(Tile tile) {
    Tile small =
        new Tile(divisor(tile.rows()), divisor(tile.columns()), 1, Tile.Left.STRIDED, tile.right());
    Microkernel kernel = scalars.computeIfAbsent(small, _ -> MicrokernelWriter.write(type, small));
    return new ScalarTile(kernel, tile.rows(), tile.columns(), small, type.bytes());
  }

  private static int divisor(int side) {
    int most = SCALAR_SIDE;
    while (side % most != 0) {
      most /= 2;
    }
    return most;
  }
}
