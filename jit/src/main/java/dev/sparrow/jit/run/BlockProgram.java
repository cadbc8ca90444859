package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.KernelWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region does for one block: feeds its inputs, calls its kernel, drains its outputs. Ports
 * are the kernel's frame: the count at the first element, then inputs, then outputs.
 */
final class BlockProgram {
  private final Feed[] feeds;
  private final Drain[] drains;
  private final @Nullable TieredKernel kernel;
  private final @Nullable KernelBody body;

  /** Whether whole blocks of one row need no scratch. */
  private final boolean direct;

  private final int longest;

  private BlockProgram(
      List<Feed> feeds,
      List<Drain> drains,
      @Nullable TieredKernel kernel,
      @Nullable KernelBody body) {
    this.feeds = feeds.toArray(Feed[]::new);
    this.drains = drains.toArray(Drain[]::new);
    this.kernel = kernel;
    this.body = body;
    this.direct =
        body != null
            && feeds.stream().allMatch(Feed::isDirect)
            && drains.stream().allMatch(Drain::isDirect);
    this.longest = body == null ? 0 : KernelWriter.longestCall(body);
  }

  /**
   * A program with a kernel.
   *
   * @param feeds the count, then each input
   * @param drains each output, in the order of the body
   * @param body what the kernel computes
   * @param kernels where the kernel comes from
   */
  static BlockProgram of(
      List<Feed> feeds, List<Drain> drains, KernelBody body, KernelCache kernels) {
    return new BlockProgram(feeds, drains, kernels.get(body), body);
  }

  /** A program that computes nothing: what is folded lies in memory already. */
  static BlockProgram withoutKernel(List<Feed> feeds) {
    return new BlockProgram(feeds, List.of(), null, null);
  }

  /** The kernel in words. */
  String describe() {
    if (body == null || kernel == null) {
      return "no kernel, elements are folded where they lie";
    }
    return "kernel of %d operations, some %d bytes%s, now a %s loop; blocks so far: %d scalar, %d vector"
        .formatted(
            body.nodes().size(),
            body.sizeBytes(),
            KernelWriter.isSplit(body) ? " cut into pieces" : "",
            kernel.isWarm() ? "vector" : "scalar",
            kernel.scalarCalls(),
            kernel.vectorCalls());
  }

  /** Whether the kernel is one loop. */
  boolean isOneLoop() {
    return body != null && !KernelWriter.isSplit(body);
  }

  /** Says how many blocks a run is about to ask for. */
  void expect(long blocks) {
    if (kernel != null) {
      kernel.expect(blocks);
    }
  }

  /**
   * Elements of a row that a call may take by now: a {@link Kernel#BLOCK}, or several once the
   * vector loop has taken over, where operands are read and written in their places.
   */
  int longestCall() {
    return direct && kernel != null && kernel.isWarm() ? longest : Kernel.BLOCK;
  }

  /** Where the elements of a port lie one after another if nothing is computed; else null. */
  Feed.@Nullable Contiguous whereItLies(int port) {
    return kernel == null && feeds[port] instanceof Feed.Contiguous feed ? feed : null;
  }

  int ports() {
    return feeds.length + drains.length;
  }

  void run(Worker at) {
    long[] ports = at.ports;
    int slot = 0;
    for (Feed feed : feeds) {
      ports[slot++] = feed.value(at);
    }
    if (kernel == null) {
      return;
    }
    for (Drain drain : drains) {
      ports[slot++] = drain.address(at);
    }
    kernel.run(ports, at.elements());
    for (Drain drain : drains) {
      drain.finish(at);
    }
  }
}
