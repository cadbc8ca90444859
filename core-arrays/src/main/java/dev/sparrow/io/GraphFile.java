package dev.sparrow.io;

import dev.sparrow.graph.Graph;
import dev.sparrow.graph.GraphFormat;
import dev.sparrow.graph.GraphFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A traced program in a file, in the layout of {@link GraphFormat}. */
public final class GraphFile {
  private GraphFile() {}

  /**
   * Writes a program, whole or not at all. Captured arrays are not in it: they are its first
   * inputs.
   *
   * @param file where to; an earlier file of that name is replaced
   * @param graph the program
   * @throws IOException if the file cannot be written
   */
  public static void save(Path file, Graph graph) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(GraphFormat.write(graph));
    WholeFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Reads a program and checks that it is well-formed.
   *
   * @param file what {@link #save} wrote
   * @return the program
   * @throws IOException if the file cannot be read
   * @throws GraphFormatException if it is no saved program, is damaged, or is of a newer version
   */
  public static Graph load(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return GraphFormat.read(bytes);
    } catch (GraphFormatException wrong) {
      throw new GraphFormatException(file + ": " + wrong.getMessage(), wrong);
    }
  }
}
