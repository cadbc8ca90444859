package dev.sparrow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparrow random bits}: raw words on standard output. */
@Command(
    name = "bits",
    description = {
      "Write random 32-bit words, little-endian, to standard output: a stream, or one in which",
      "every word comes from another key. For example: ./sparrow random bits --by split | RNG_test"
          + " stdin32"
    },
    mixinStandardHelpOptions = true)
final class RandomBitsCommand implements Callable<Integer> {
  @Option(
      names = "--by",
      defaultValue = "stream",
      paramLabel = "stream|split|fold",
      description = {
        "stream: the words of one key; split: 16 times a word of each of 65536 child keys, then of"
            + " the",
        "children of the next seed's key; fold: the first word of fold_in(key, i) for i from 0 on",
        "(default: ${DEFAULT-VALUE})"
      })
  private String by = "stream";

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "of the key (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--bytes",
      defaultValue = "0",
      paramLabel = "N",
      description = "how many; 0, the default, goes on until the reader has enough")
  private long bytes;

  @Override
  public Integer call() throws IOException {
    if (bytes < 0) {
      throw new BadInputException("--bytes " + bytes + ": must not be negative");
    }
    KeyedWords words =
        switch (by.toLowerCase(Locale.ROOT)) {
          case "stream" -> KeyedWords.ofStream(seed);
          case "split" -> KeyedWords.ofChildren(seed);
          case "fold" -> KeyedWords.ofNumbers(seed);
          default ->
              throw new BadInputException(
                  "--by " + by + ": unknown; there are stream, split, fold");
        };
    // Not System.out, which hides that the reader is gone.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      write(words, out);
    } catch (IOException gone) {
      if (bytes > 0) {
        throw gone;
      }
    }
    return 0;
  }

  private void write(KeyedWords words, OutputStream out) throws IOException {
    long left = bytes == 0 ? Long.MAX_VALUE : bytes;
    while (left > 0) {
      byte[] block = words.next();
      int length = (int) Math.min(left, block.length);
      out.write(block, 0, length);
      left -= length;
    }
  }
}
