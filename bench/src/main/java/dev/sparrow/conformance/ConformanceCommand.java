package dev.sparrow.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparrow conformance}: how much of JAX works, and whether all of it is right. */
@Command(
    name = "conformance",
    description = {
      "Run case files that say what JAX answers, and count what passes.",
      "Exit code 0: nothing failed (functions that are missing, and differences on purpose, do not",
      "fail), 1: a case failed,",
      "2: the folder or the pattern is wrong."
    },
    mixinStandardHelpOptions = true)
public final class ConformanceCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Parameters(
      paramLabel = "DIR",
      description = "folder of *.jsonl or *.jsonl.gz case files, one group a file")
  private Path folder = Path.of("");

  @Option(
      names = "--group",
      paramLabel = "G",
      defaultValue = "*",
      description = "a group's name or a glob such as 'programs*'; default all")
  private String group = "*";

  @Option(names = "--json", paramLabel = "FILE", description = "also write the counts as JSON")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "also write the counts of each function as a Markdown page")
  private @Nullable Path markdown;

  @Option(
      names = "--unsupported",
      description = "also list, for each group, what is missing and how many cases wait for it")
  private boolean listUnsupported;

  @Spec private CommandSpec spec;

  /** Created by picocli. */
  @SuppressWarnings("NullAway.Init")
  public ConformanceCommand() {}

  /** {@return the exit code} */
  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return run(out);
    } catch (CaseFormatException badInput) {
      spec.commandLine().getErr().println(spec.qualifiedName(" ") + ": " + badInput.getMessage());
      return BAD_INPUT;
    }
  }

  private int run(PrintWriter out) throws IOException {
    Map<String, List<ConformanceCase>> groups = new LinkedHashMap<>();
    for (Path file : CaseFolder.groups(folder, group)) {
      groups.put(CaseFolder.name(file), CaseFolder.read(file));
    }
    checkWritable(json);
    checkWritable(markdown);
    List<GroupResult> results = new ArrayList<>();
    CaseRunner runner = new CaseRunner(FunctionRegistry.standard(), Differences.standard());
    int threads = Runtime.getRuntime().availableProcessors();
    out.println(Report.header());
    try (SuiteRunner suite = new SuiteRunner(runner, threads, SuiteRunner.CASE_LIMIT)) {
      for (Map.Entry<String, List<ConformanceCase>> entry : groups.entrySet()) {
        GroupResult result = suite.run(entry.getKey(), entry.getValue());
        results.add(result);
        out.println(Report.row(result));
        result.failures().forEach(failure -> out.println(Report.line(failure)));
        result.intended().forEach(intended -> out.println(Report.line(intended)));
        if (listUnsupported) {
          result.missing().forEach((what, cases) -> out.println("  " + cases + " x " + what));
        }
        out.flush();
      }
    }
    Report report = new Report(results);
    out.println(report.totalRow());
    if (json != null) {
      report.writeJson(json);
    }
    if (markdown != null) {
      report.writeMarkdown(markdown);
    }
    return report.hasFailures() ? FAILED : 0;
  }

  private static void checkWritable(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null || !Files.isWritable(parent)) {
      throw new CaseFormatException(
          "cannot write " + file + "; give a file in a folder that exists");
    }
  }
}
