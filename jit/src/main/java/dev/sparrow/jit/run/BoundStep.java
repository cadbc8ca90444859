package dev.sparrow.jit.run;

/** A step that knows its loops, kernels and slots, and lacks only addresses. Thread-safe. */
interface BoundStep {
  /** Runs the step to its end. */
  void run(Addresses addresses);

  /** Scratch each worker needs, in bytes. */
  default long scratchBytes() {
    return 0;
  }

  /** Memory the step needs beside its slots, in bytes, shared by its workers. */
  default long arenaBytes() {
    return 0;
  }

  /** {@return what runs for a block, in words; empty if there is no kernel} */
  default String describe() {
    return "";
  }
}
