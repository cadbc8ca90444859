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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes the kernel of a body: bytecode in a hidden class, which is unloaded with its kernel. */
public final class KernelWriter {
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_long.arrayType(), CD_int);

  private static final MethodTypeDesc TAKE_STEPS =
      MethodTypeDesc.of(CD_int, CD_long.arrayType(), CD_int, CD_int);

  private KernelWriter() {}

  /**
   * Writes a body as a kernel.
   *
   * @param body what to compute; one that does not {@linkplain KernelBody#fits fit} is split
   * @param form the loop to write; a body without a vector form is written as a scalar loop
   * @return the kernel, not yet warm
   */
  public static Kernel write(KernelBody body, LoopForm form) {
    return split(body, piece -> loop(piece, form));
  }

  /**
   * Writes a body as a scalar loop that serves until a vector loop takes over. Its class has
   * another name, so that HotSpot can be told to be in no hurry with it.
   *
   * @param body what to compute
   * @return the kernel, not yet warm
   */
  public static Kernel writeStandIn(KernelBody body) {
    return split(
        body, piece -> define("StandInLoop", code -> new ScalarLoopWriter(code, piece).write()));
  }

  /**
   * Whether a body is written as several loops that run one after another over a block.
   *
   * @param body what to compute
   * @return true where it is too large for one, or computes much in lanes of two widths
   */
  public static boolean isSplit(KernelBody body) {
    return !body.fits() || KernelSplitter.hasTurns(body);
  }

  /**
   * Most elements that a call of a body's kernel may process.
   *
   * @param body what to compute
   * @return a number of {@link Kernel#BLOCK}s: {@link Kernel#LONG_BLOCK} for one loop, fewer where
   *     values pass from one loop to the next
   */
  public static int longestCall(KernelBody body) {
    return isSplit(body)
        ? PiecewiseKernel.longestCall(KernelSplitter.split(body))
        : Kernel.LONG_BLOCK;
  }

  private static Kernel split(KernelBody body, Function<KernelBody, Kernel> loop) {
    if (!isSplit(body)) {
      return loop.apply(body);
    }
    KernelSplitter.Split split = KernelSplitter.split(body);
    return new PiecewiseKernel(
        split, split.pieces().stream().map(KernelSplitter.Piece::body).map(loop).toList());
  }

  private static Kernel loop(KernelBody body, LoopForm form) {
    return switch (form.of(body)) {
      case SCALAR -> define("ScalarLoop", code -> new ScalarLoopWriter(code, body).write());
      case VECTOR_128, VECTOR_256, VECTOR_512 ->
          define("VectorLoop", code -> new VectorLoopWriter(code, body, form).write());
    };
  }

  private static Kernel define(String simpleName, Consumer<CodeBuilder> writer) {
    return define(simpleName, Kernel.class, RUN, writer);
  }

  /**
   * Writes the loop of a recurrence.
   *
   * @param body what a step computes; small enough for one method
   * @param form the loop to write; a step without a vector form is written as a scalar loop
   * @return the loop, not yet warm
   */
  public static Recurrence write(RecurrenceBody body, LoopForm form) {
    KernelBody step = body.step();
    LoopForm own = form.of(step);
    return define(
        own == LoopForm.SCALAR ? "ScalarRecurrence" : "VectorRecurrence",
        Recurrence.class,
        TAKE_STEPS,
        code -> {
          LoopWriter nodes =
              switch (own) {
                case SCALAR -> new ScalarLoopWriter(code, step);
                case VECTOR_128, VECTOR_256, VECTOR_512 -> new VectorLoopWriter(code, step, own);
              };
          new RecurrenceWriter(code, body, nodes, nodes.strands()).write();
        });
  }

  /** Defines a hidden class of this package with one public method, and makes its only instance. */
  static <T> T define(
      String simpleName, Class<T> contract, MethodTypeDesc run, Consumer<CodeBuilder> writer) {
    return define(simpleName, contract, run, List.of(), writer);
  }

  /**
   * Defines a hidden class with constants.
   *
   * @param data what the class reads as constants, complete when the writer has written
   */
  static <T> T define(
      String simpleName,
      Class<T> contract,
      MethodTypeDesc run,
      List<?> data,
      Consumer<CodeBuilder> writer) {
    ClassDesc name = ClassDesc.of(KernelWriter.class.getPackageName(), simpleName);
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder ->
                    builder
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withInterfaceSymbols(contract.describeConstable().orElseThrow())
                        .withMethodBody(
                            INIT_NAME,
                            MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(ConstantDescs.CD_Object, INIT_NAME, MTD_void)
                                    .return_())
                        .withMethodBody("run", run, ClassFile.ACC_PUBLIC, writer));
    try {
      MethodHandles.Lookup own = MethodHandles.lookup();
      MethodHandles.Lookup hidden = own.defineHiddenClassWithClassData(bytes, data, true);
      return contract.cast(
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (Throwable e) {
      throw new IllegalStateException("a generated loop does not link", e);
    }
  }
}
