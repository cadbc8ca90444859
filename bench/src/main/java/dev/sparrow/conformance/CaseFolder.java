package dev.sparrow.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A folder of case files, one group a file, plain or compressed by gzip. */
final class CaseFolder {
  private static final String PLAIN = ".jsonl";
  private static final String COMPRESSED = ".jsonl.gz";

  private CaseFolder() {}

  /**
   * The groups of a folder, by name.
   *
   * @param folder the folder
   * @param pattern a group's name, or a glob such as {@code programs*}
   * @return files, ordered by name
   * @throws CaseFormatException if there is no such folder or nothing matches
   */
  static List<Path> groups(Path folder, String pattern) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new CaseFormatException(
          folder + " is not a folder; give one with *.jsonl or *.jsonl.gz case files");
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(CaseFolder::holdsCases).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new CaseFormatException(folder + " holds no *.jsonl or *.jsonl.gz case files");
    }
    PathMatcher matcher = matcher(pattern);
    List<Path> chosen =
        files.stream().filter(file -> matcher.matches(Path.of(name(file)))).toList();
    if (chosen.isEmpty()) {
      throw new CaseFormatException(
          "no group matches '"
              + pattern
              + "'; there are "
              + String.join(", ", files.stream().map(CaseFolder::name).toList()));
    }
    return chosen;
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException malformed) {
      throw new CaseFormatException(
          "cannot read the pattern '" + pattern + "': " + malformed.getDescription());
    }
  }

  /** A group's name: its file's name without the extension. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    String extension = name.endsWith(COMPRESSED) ? COMPRESSED : PLAIN;
    return name.substring(0, name.length() - extension.length());
  }

  private static boolean holdsCases(Path file) {
    return file.toString().endsWith(PLAIN) || file.toString().endsWith(COMPRESSED);
  }

  /** The cases of a group. Blank lines are skipped. */
  static List<ConformanceCase> read(Path file) throws IOException {
    List<ConformanceCase> cases = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        cases.add(ConformanceCase.parse(line));
      } catch (CaseFormatException | IllegalArgumentException malformed) {
        throw new CaseFormatException(file + ":" + number + ": " + malformed.getMessage());
      }
    }
    return cases;
  }

  private static List<String> lines(Path file) throws IOException {
    if (!file.toString().endsWith(COMPRESSED)) {
      return Files.readAllLines(file);
    }
    try (InputStream packed = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
      return reader.readAllLines();
    }
  }
}
