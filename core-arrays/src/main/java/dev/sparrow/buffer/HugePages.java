package dev.sparrow.buffer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * Takes large memory from Linux in pages of 2 MiB: it has one page fault then where small pages
 * have 512, and the processor remembers where its pages are. Most systems give them only to who
 * asks ({@code /sys/kernel/mm/transparent_hugepage/enabled}: {@code madvise}), as NumPy does, and
 * at once only for memory that nobody has touched: what Arrow allocates through the JVM has been
 * filled with zeros, in small pages, before it could be advised. So this memory comes from the
 * system itself; Arrow's allocator counts it as it counts its own.
 */
final class HugePages {
  /** System property: {@code off} leaves pages to the system, default {@code on}. */
  static final String PROPERTY = "sparrow.memory.hugePages";

  /** Bytes from which it is worth calls of the system. */
  private static final long LARGE = 4L << 20;

  /** Bytes of a large page. */
  private static final long HUGE = 2L << 20;

  /** The least a page may have; {@code madvise} takes whole ones. */
  private static final long PAGE = 1L << 12;

  /** {@code PROT_READ | PROT_WRITE} of {@code asm-generic/mman-common.h}. */
  private static final int READ_WRITE = 1 | 2;

  /** {@code MAP_PRIVATE | MAP_ANONYMOUS} of {@code asm-generic/mman-common.h}. */
  private static final int PRIVATE_ANONYMOUS = 2 | 0x20;

  /** {@code MADV_HUGEPAGE} of {@code asm-generic/mman-common.h}. */
  private static final int MADV_HUGEPAGE = 14;

  private static final Optional<Calls> CALLS = find();

  private HugePages() {}

  private record Calls(MethodHandle map, MethodHandle advise, MethodHandle unmap) {}

  @SuppressWarnings("restricted")
  private static Optional<Calls> find() {
    String wanted = System.getProperty(PROPERTY, "on");
    if (!wanted.equals("on") && !wanted.equals("off")) {
      throw new IllegalArgumentException(PROPERTY + ": is '" + wanted + "'; set it to on or off");
    }
    if (wanted.equals("off") || !System.getProperty("os.name", "").startsWith("Linux")) {
      return Optional.empty();
    }
    ValueLayout address = ValueLayout.JAVA_LONG;
    ValueLayout bytes = ValueLayout.JAVA_LONG;
    ValueLayout number = ValueLayout.JAVA_INT;
    return Optional.of(
        new Calls(
            call(
                "mmap",
                FunctionDescriptor.of(
                    address, address, bytes, number, number, number, ValueLayout.JAVA_LONG)),
            call("madvise", FunctionDescriptor.of(number, address, bytes, number)),
            call("munmap", FunctionDescriptor.of(number, address, bytes))));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IllegalStateException("memory: there is no " + name));
    return linker.downcallHandle(symbol, type);
  }

  /** Whether memory of a size is to be taken from here. */
  static boolean isFor(long bytes) {
    return bytes >= LARGE && CALLS.isPresent();
  }

  /**
   * Takes memory that an allocator counts.
   *
   * @param allocator the allocator
   * @param bytes its size, for which {@link #isFor} holds
   * @return the memory, which begins with a large page; untouched, so it takes none yet
   * @throws OutOfMemoryException past the allocator's limit, or where the system has no more
   */
  static ArrowBuf take(BufferAllocator allocator, long bytes) {
    Mapping mapping = new Mapping(CALLS.orElseThrow(), bytes);
    try {
      return allocator.wrapForeignAllocation(mapping).writerIndex(0);
    } catch (OutOfMemoryException full) {
      mapping.release0();
      throw full;
    }
  }

  /** Memory mapped by the system; some more than asked for, so that pages can be whole. */
  private static final class Mapping extends ForeignAllocation {
    private final Calls calls;
    private final long base;
    private boolean isMapped = true;

    Mapping(Calls calls, long bytes) {
      this(calls, bytes, map(calls, bytes + HUGE));
    }

    private Mapping(Calls calls, long bytes, long base) {
      super(bytes, (base + HUGE - 1) & -HUGE);
      this.calls = calls;
      this.base = base;
      advise(calls, memoryAddress(), bytes & -PAGE);
    }

    @Override
    protected synchronized void release0() {
      if (isMapped) {
        isMapped = false;
        unmap(calls, base, getSize() + HUGE);
      }
    }
  }

  private static long map(Calls calls, long bytes) {
    long address;
    try {
      address = (long) calls.map.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("memory: mmap could not be called", e);
    }
    if (address == -1) {
      throw new OutOfMemoryException("memory: the system has no " + ByteSize.text(bytes));
    }
    return address;
  }

  private static void advise(Calls calls, long address, long bytes) {
    try {
      // A refusal is that of a kernel without large pages: nothing is lost.
      int _ = (int) calls.advise.invokeExact(address, bytes, MADV_HUGEPAGE);
    } catch (Throwable e) {
      throw new IllegalStateException("memory: madvise could not be called", e);
    }
  }

  private static void unmap(Calls calls, long address, long bytes) {
    int refused;
    try {
      refused = (int) calls.unmap.invokeExact(address, bytes);
    } catch (Throwable e) {
      throw new IllegalStateException("memory: munmap could not be called", e);
    }
    if (refused != 0) {
      throw new IllegalStateException("memory: munmap refused " + ByteSize.text(bytes));
    }
  }
}
