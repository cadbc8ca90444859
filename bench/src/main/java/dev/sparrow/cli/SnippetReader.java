package dev.sparrow.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.util.Locale;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates Java snippets from a reader, as a pipe gives them: the value of each expression goes to
 * the output, one a line, each error to the error output. A snippet may span lines.
 */
final class SnippetReader implements AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final JShell shell;

  SnippetReader(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.shell = JShell.builder().executionEngine("local").out(System.out).err(System.err).build();
    shell.addToClasspath(System.getProperty("java.class.path"));
  }

  /**
   * Evaluates all snippets, also those after a failed one.
   *
   * @param imports snippets run first, whose values are not printed
   * @param snippets read to its end
   * @return 0, or 1 if a snippet failed
   * @throws IOException if reading fails
   */
  int run(String imports, Reader snippets) throws IOException {
    boolean imported = evaluateAll(new BufferedReader(new StringReader(imports)), false);
    boolean evaluated = evaluateAll(new BufferedReader(snippets), true);
    return imported && evaluated ? 0 : 1;
  }

  private boolean evaluateAll(BufferedReader lines, boolean printing) throws IOException {
    boolean succeeded = true;
    String pending = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      pending = pending + line + "\n";
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(pending);
      while (next.completeness().isComplete()) {
        succeeded &= evaluate(next.source(), printing);
        pending = next.remaining();
        next = shell.sourceCodeAnalysis().analyzeCompletion(pending);
      }
    }
    return (pending.isBlank() || evaluate(pending, printing)) && succeeded;
  }

  private boolean evaluate(String source, boolean printing) {
    boolean succeeded = true;
    for (SnippetEvent event : shell.eval(source)) {
      if (event.status() == Snippet.Status.REJECTED) {
        shell.diagnostics(event.snippet()).forEach(diagnostic -> print(source, diagnostic));
        succeeded = false;
      } else if (event.exception() != null) {
        err.println(described(event.exception()));
        succeeded = false;
      } else if (printing && isExpression(event.snippet()) && event.value() != null) {
        out.println(event.value());
      }
    }
    out.flush();
    err.flush();
    return succeeded;
  }

  /** A declaration says nothing; an expression is typed to be seen. */
  private static boolean isExpression(Snippet snippet) {
    return snippet.kind() == Snippet.Kind.EXPRESSION
        || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private void print(String source, Diag diagnostic) {
    err.println("error: " + diagnostic.getMessage(Locale.ROOT).strip());
    err.println("  " + source.strip());
  }

  /** The cause chain, one line each; the trace would only show the shell's insides. */
  private static String described(JShellException exception) {
    StringBuilder text = new StringBuilder();
    for (Throwable error = exception; error != null; error = causeOf(error)) {
      String type =
          error instanceof EvalException eval
              ? eval.getExceptionClassName()
              : error.getClass().getName();
      text.append(text.isEmpty() ? "" : "\n  caused by ")
          .append(type)
          .append(": ")
          .append(error.getMessage());
    }
    return text.toString();
  }

  private static @Nullable Throwable causeOf(Throwable error) {
    return error.getCause();
  }

  @Override
  public void close() {
    shell.close();
  }
}
