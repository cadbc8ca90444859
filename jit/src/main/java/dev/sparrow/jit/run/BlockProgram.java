package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;
import java.util.List;

/**
 * What a region does for one block: feeds its inputs, calls its kernel, drains its outputs. Ports
 * are the kernel's frame: the count at the first element, then inputs, then outputs.
 */
final class BlockProgram {
  private final Feed[] feeds;
  private final Drain[] drains;
  private final Kernel kernel;

  /**
   * @param feeds the count, then each input
   * @param drains each output; if there are none, the kernel is not called
   */
  BlockProgram(List<Feed> feeds, List<Drain> drains, Kernel kernel) {
    this.feeds = feeds.toArray(Feed[]::new);
    this.drains = drains.toArray(Drain[]::new);
    this.kernel = kernel;
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
    if (drains.length == 0) {
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
