package dev.sparrow.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NumPy's file format, version 1.0 (numpy.lib.format): what {@code numpy.load} reads. */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The header is padded so that the data begins at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Writes floats.
   *
   * @param file where to
   * @param values one axis of float32
   */
  static void write(Path file, float[] values) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + values.length + ",), }";
    int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    int length = header.length() + padding + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(MAGIC);
    bytes.write(length);
    bytes.write(length >>> 8);
    bytes.write((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    bytes.write(BootstrapSummary.littleEndian(values));
    Files.write(file, bytes.toByteArray());
  }
}
