package dev.sparrow.cli;

import dev.sparrow.pipeline.ArrowPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparrow arrow}: a compiled function over the record batches of a file. */
@Command(
    name = "arrow",
    description = {
      "Run a compiled function over the record batches of an Arrow file (IPC, Feather 2), and write",
      "them with its result as one more column. One batch is in memory at a time."
    },
    mixinStandardHelpOptions = true)
final class ArrowCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN", description = "an Arrow file")
  private Path in = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "the Arrow file to write")
  private Path out = Path.of("");

  @Option(
      names = "--fn",
      paramLabel = "NAME",
      required = true,
      description =
          "a function of arrays: JAX's name, such as sin or arctan2, or CLASS::METHOD of a public"
              + " static method (SPARROW_CLASSPATH adds to the class path)")
  private String fn = "";

  @Option(
      names = "--columns",
      paramLabel = "A,B",
      required = true,
      split = ",",
      description = "the function's arguments")
  private List<String> columns = List.of();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "name of the new column; default: the function's")
  private @Nullable String result;

  @Option(names = "--overwrite", description = "replace OUT if it exists")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BadInputException("output " + out + ": there is no such folder");
    }
    if (Files.exists(out) && !overwrite) {
      throw new BadInputException(
          "output " + out + ": exists; name another file, or pass --overwrite");
    }
    String name = result != null ? result : fn.replaceFirst("^.*::", "");
    long start = System.nanoTime();
    ArrowPipeline.Summary done = ArrowPipeline.of(fn, columns, name).run(in, out);
    double seconds = (System.nanoTime() - start) / 1e9;
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "wrote %s: %,d rows in %d batches, new column %s of type %s; %.2f s%n",
            out,
            done.rows(),
            done.batches(),
            name,
            done.type(),
            seconds);
    return 0;
  }
}
