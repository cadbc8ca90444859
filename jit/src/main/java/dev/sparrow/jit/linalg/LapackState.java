package dev.sparrow.jit.linalg;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.netlib.lapack.Dlamch;

/**
 * What the routines of LAPACK keep in static fields, as Fortran keeps saved variables. The
 * constants of the machine are computed at first use and without synchronisation, so two threads at
 * once may see them half done and iterate for ever; here they are computed before any routine runs.
 * Other routines use such fields while they run; those run one at a time.
 */
final class LapackState {
  private static final ReentrantLock IN_USE = new ReentrantLock();

  static {
    // Any of the constants: the first call computes all of them.
    Dlamch.dlamch("E");
  }

  private LapackState() {}

  /** Computes the constants, unless that is done; call it before a routine. */
  static void prepare() {
    // Being called has initialised this class.
  }

  /**
   * Runs a routine that no other may run beside: those that call DLALN2, for eigenvectors of
   * general matrices, or DLASQ3, for singular values alone.
   */
  static <T> T alone(Supplier<T> routine) {
    IN_USE.lock();
    try {
      return routine.get();
    } finally {
      IN_USE.unlock();
    }
  }
}
