package dev.sparrow.conformance;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** A folder of case files, one group a file. */
final class CaseFolder {
  private static final String EXTENSION = ".jsonl";

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
      throw new CaseFormatException(folder + " is not a folder; give one with *.jsonl case files");
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(EXTENSION)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new CaseFormatException(folder + " holds no *.jsonl case files");
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
    return name.substring(0, name.length() - EXTENSION.length());
  }

  /** The cases of a group. Blank lines are skipped. */
  static List<ConformanceCase> read(Path file) throws IOException {
    List<ConformanceCase> cases = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
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
}
