package dev.sparrow.jit.codegen;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The incubator module, seen only by name, so that this package loads in a JVM started without it.
 */
final class VectorModule {
  static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Width in bits of the vectors this machine prefers, at most 512; empty without the module. */
  static Optional<Integer> preferredBits() {
    Optional<Module> module = ModuleLayer.boot().findModule(NAME);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    Module own = VectorModule.class.getModule();
    if (own.isNamed()) {
      own.addReads(module.get());
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> shape = Class.forName(NAME + ".VectorShape");
      MethodHandle preferred =
          lookup.findStatic(shape, "preferredShape", MethodType.methodType(shape));
      MethodHandle bits =
          lookup.findVirtual(shape, "vectorBitSize", MethodType.methodType(int.class));
      return Optional.of(Math.min(512, (int) bits.invoke(preferred.invoke())));
    } catch (Throwable e) {
      throw new IllegalStateException("the module " + NAME + " has no usable VectorShape", e);
    }
  }
}
