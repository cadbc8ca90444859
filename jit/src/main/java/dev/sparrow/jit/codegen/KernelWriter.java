package dev.sparrow.jit.codegen;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/** Makes the kernel of a body: bytecode in a hidden class, which is unloaded with its kernel. */
public final class KernelWriter {
  private static final ClassDesc KERNEL = Kernel.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType(), CD_int);

  private KernelWriter() {}

  /**
   * Writes a body as a kernel.
   *
   * @param body what to compute; one that does not {@linkplain KernelBody#fits fit} is split
   * @param form the loop to write; a body without a vector form is written as a scalar loop
   * @return the kernel, not yet warm
   */
  public static Kernel write(KernelBody body, LoopForm form) {
    if (!body.fits()) {
      KernelSplitter.Split split = KernelSplitter.split(body);
      return new PiecewiseKernel(
          split, split.pieces().stream().map(piece -> write(piece.body(), form)).toList());
    }
    return define(
        Kernel.class,
        KERNEL,
        "run",
        RUN,
        code -> {
          switch (form.of(body)) {
            case SCALAR -> new ScalarLoopWriter(code, body).write();
            case VECTOR_128, VECTOR_256, VECTOR_512 ->
                new VectorLoopWriter(code, body, form).write();
          }
        });
  }

  /** Defines a hidden class of this package with one public method, and makes its only instance. */
  static <T> T define(
      Class<T> contract,
      ClassDesc contractDesc,
      String method,
      MethodTypeDesc type,
      Consumer<CodeBuilder> writer) {
    ClassDesc name = ClassDesc.of(KernelWriter.class.getPackageName(), "GeneratedLoop");
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder ->
                    builder
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withInterfaceSymbols(contractDesc)
                        .withMethodBody(
                            INIT_NAME,
                            MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(ConstantDescs.CD_Object, INIT_NAME, MTD_void)
                                    .return_())
                        .withMethodBody(method, type, ClassFile.ACC_PUBLIC, writer));
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return contract.cast(
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (Throwable e) {
      throw new IllegalStateException("a generated loop does not link", e);
    }
  }
}
