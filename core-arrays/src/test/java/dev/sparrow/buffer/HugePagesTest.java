package dev.sparrow.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class HugePagesTest {
  private static final Path SUPPORT = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final Path MAPS = Path.of("/proc/self/smaps");
  private static final long BYTES = 16L << 20;

  @Test
  void largeMemoryIsAdvised() throws IOException {
    assumeTrue(Files.exists(SUPPORT) && Files.isReadable(MAPS), "a Linux with large pages");
    try (RootAllocator allocator = new RootAllocator()) {
      BufferPool pool = new BufferPool(allocator, 0);
      ArrowBuffer buffer = pool.take(BYTES);
      assertTrue(flagsAt(buffer.address() + BYTES / 2).contains("hg"));
      buffer.release();
      assertEquals(0, pool.bytesAllocated());
    }
  }

  @Test
  void freshMemoryIsUntouched() throws IOException {
    assumeTrue(Files.exists(SUPPORT) && Files.isReadable(MAPS), "a Linux with large pages");
    try (RootAllocator allocator = new RootAllocator();
        ArrowBuf memory = HugePages.take(allocator, BYTES)) {
      // Pages that were filled before they were advised would stay small.
      assertEquals(List.of("0", "kB"), valueAt(memory.memoryAddress(), "Rss:"));
      assertEquals(BYTES, allocator.getAllocatedMemory());
      memory.setLong(0, 1);
      memory.setLong(BYTES - Long.BYTES, 2);
      assertEquals(1, memory.getLong(0));
      assertEquals(2, memory.getLong(BYTES - Long.BYTES));
    }
  }

  @Test
  void theAllocatorsLimitHolds() {
    assumeTrue(HugePages.isFor(BYTES), "Linux");
    try (RootAllocator allocator = new RootAllocator(BYTES)) {
      assertThrows(OutOfMemoryException.class, () -> HugePages.take(allocator, BYTES + 64));
      assertEquals(0, allocator.getAllocatedMemory());
      HugePages.take(allocator, BYTES).close();
      assertEquals(0, allocator.getAllocatedMemory());
    }
  }

  @Test
  void whatTheAllocatorRefusesGoesBackToTheSystem() throws IOException {
    assumeTrue(HugePages.isFor(BYTES) && Files.isReadable(MAPS), "Linux");
    long each = 1L << 30;
    int times = 64;
    try (RootAllocator allocator = new RootAllocator(BYTES)) {
      long before = mapped();
      for (int time = 0; time < times; time++) {
        assertThrows(OutOfMemoryException.class, () -> HugePages.take(allocator, each));
      }
      // Other threads of this JVM map memory, too, but not as much.
      assertTrue(mapped() - before < each * times / 2);
    }
  }

  /** Bytes that this process has mapped, used or not. */
  private static long mapped() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmSize:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new AssertionError("/proc/self/status has no VmSize");
  }

  /** The flags of the mapping that an address lies in. */
  private static List<String> flagsAt(long address) throws IOException {
    return valueAt(address, "VmFlags:");
  }

  /** What a line of the mapping that an address lies in says. */
  private static List<String> valueAt(long address, String name) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(MAPS)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
        inside =
            Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
      } else if (inside && line.startsWith(name)) {
        return List.of(line.substring(name.length()).trim().split(" ", -1));
      }
    }
    throw new AssertionError("no mapping of " + Long.toHexString(address));
  }
}
