package dev.sparrow.jit.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Places temporaries in one block of memory so that those whose lives do not overlap share bytes:
 * first fit, in order of birth.
 */
final class ArenaPlan {
  private record Tenant(long begin, long end, int lastStep) {}

  private final List<Tenant> tenants = new ArrayList<>();
  private long bytes;

  /**
   * The offset of a new temporary.
   *
   * @param size its bytes
   * @param firstStep the step that writes it
   * @param lastStep the last step that reads it
   * @return where it starts
   */
  long place(long size, int firstStep, int lastStep) {
    long needed = ScratchPlan.align(size);
    tenants.removeIf(tenant -> tenant.lastStep < firstStep);
    long offset = 0;
    int position = 0;
    while (position < tenants.size() && tenants.get(position).begin < offset + needed) {
      offset = tenants.get(position).end;
      position++;
    }
    tenants.add(position, new Tenant(offset, offset + needed, lastStep));
    bytes = Math.max(bytes, offset + needed);
    return offset;
  }

  /** Bytes of the whole block. */
  long bytes() {
    return bytes;
  }
}
