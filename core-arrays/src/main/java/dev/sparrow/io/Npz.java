package dev.sparrow.io;

import dev.sparrow.array.NDArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's file of several arrays by name, {@code .npz}: a ZIP archive of {@code .npy} files, as
 * {@code numpy.savez} and {@code numpy.savez_compressed} write and {@code numpy.load} reads.
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  private Npz() {}

  /** How much effort goes into making the file small. */
  public enum Compression {
    /** As {@code numpy.savez}: elements as they are. */
    NONE,
    /** As {@code numpy.savez_compressed}: deflated. */
    DEFLATED
  }

  /**
   * Writes arrays by name, whole or not at all.
   *
   * @param file where to; an earlier file of that name is replaced
   * @param arrays the arrays, in the order of the map; waits for them
   * @param compression whether to deflate
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the format has no such dtype
   */
  public static void save(Path file, Map<String, NDArray> arrays, Compression compression)
      throws IOException {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    arrays.forEach((name, x) -> headers.put(name, Npy.header(x)));
    WholeFile.write(
        file,
        channel -> {
          try (ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
            zip.setLevel(
                compression == Compression.NONE
                    ? Deflater.NO_COMPRESSION
                    : Deflater.DEFAULT_COMPRESSION);
            for (Map.Entry<String, NDArray> array : arrays.entrySet()) {
              ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
              // The same arrays give the same bytes, whenever they are saved.
              entry.setTime(0);
              zip.putNextEntry(entry);
              WritableByteChannel content = Channels.newChannel(zip);
              Npy.write(content, headers.get(array.getKey()), array.getValue());
              zip.closeEntry();
            }
          }
        });
  }

  /**
   * Reads all arrays.
   *
   * @param file a file of {@code numpy.savez} or {@code numpy.savez_compressed}
   * @return the arrays by name, in the order of the file
   * @throws IOException if it cannot be read, or holds anything but arrays
   */
  public static Map<String, NDArray> load(Path file) throws IOException {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw new IOException("npz: " + file + " holds " + name + ", which is no array");
        }
        arrays.put(
            name.substring(0, name.length() - SUFFIX.length()),
            Npy.read(zip, file + " (" + name + ")"));
      }
    }
    if (arrays.isEmpty()) {
      throw new IOException("npz: " + file + " is no archive of arrays");
    }
    return arrays;
  }
}
