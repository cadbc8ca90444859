package dev.sparrow.buffer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Asks Linux for pages of 2 MiB where large memory comes from: it has one page fault then where
 * small pages have 512, and the processor remembers where its pages are. Most systems give them
 * only to who asks ({@code /sys/kernel/mm/transparent_hugepage/enabled}: {@code madvise}), as NumPy
 * does. Advice: where there is no {@code madvise}, or it refuses, memory is as it was.
 */
final class HugePages {
  /** System property: {@code off} leaves pages to the system, default {@code on}. */
  static final String PROPERTY = "sparrow.memory.hugePages";

  /** Bytes from which it is worth a call of the system. */
  private static final long LARGE = 4L << 20;

  /** The least a page may have; {@code madvise} takes whole ones. */
  private static final long PAGE = 1L << 12;

  /** {@code MADV_HUGEPAGE} of {@code asm-generic/mman-common.h}. */
  private static final int MADV_HUGEPAGE = 14;

  private static final Optional<MethodHandle> MADVISE = find();

  private HugePages() {}

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> find() {
    String wanted = System.getProperty(PROPERTY, "on");
    if (!wanted.equals("on") && !wanted.equals("off")) {
      throw new IllegalArgumentException(PROPERTY + ": is '" + wanted + "'; set it to on or off");
    }
    if (wanted.equals("off") || !System.getProperty("os.name", "").startsWith("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("madvise")
        .map(address ->
            linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT)));
  }

  /** Asks for large pages for fresh memory, if it is large. */
  static void advise(long address, long bytes) {
    if (bytes < LARGE || MADVISE.isEmpty()) {
      return;
    }
    long first = (address + PAGE - 1) & -PAGE;
    long last = (address + bytes) & -PAGE;
    try {
      // A refusal is that of a kernel without large pages: nothing is lost.
      int _ =
          (int)
              MADVISE
                  .get()
                  .invokeExact(MemorySegment.ofAddress(first), last - first, MADV_HUGEPAGE);
    } catch (Throwable e) {
      throw new IllegalStateException("memory: madvise could not be called", e);
    }
  }
}
