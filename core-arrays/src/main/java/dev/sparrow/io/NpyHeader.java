package dev.sparrow.io;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the elements of an {@code .npy} file: a Python dictionary of dtype, order and
 * shape, in the format that {@code numpy.lib.format} documents (versions 1.0, 2.0 and 3.0).
 *
 * @param dtype element type
 * @param byteOrder order of the bytes of an element
 * @param order order of the elements
 * @param shape extents
 */
record NpyHeader(DType dtype, ByteOrder byteOrder, Order order, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The header is padded so that elements begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final int LONGEST_V1 = 0xFFFF;

  private static final Pattern DESCR =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  /** Order of the elements. */
  enum Order {
    /** The last index changes fastest. */
    ROW_MAJOR,
    /** The first index changes fastest: Fortran's. */
    COLUMN_MAJOR
  }

  /**
   * Reads a header; the stream then stands at the first element.
   *
   * @param stream the file
   * @param name what to call the file in errors
   * @return the header
   * @throws IOException if it is no such file, or has a dtype that no array can have
   */
  static NpyHeader read(InputStream stream, String name) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("npy: " + name + " does not begin as a file of numpy.save does");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    byte[] size = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
    ByteBuffer sized = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = version == 1 ? sized.getShort() & LONGEST_V1 : sized.getInt();
    if (version < 1 || version > 3 || length < 0) {
      throw new IOException(
          "npy: " + name + " has format version " + version + "; 1 to 3 are known");
    }
    return parse(new String(in.readNBytes(length), StandardCharsets.UTF_8), name);
  }

  private static NpyHeader parse(String text, String name) throws IOException {
    Matcher descr = find(DESCR, text, name);
    Matcher fortran = find(FORTRAN, text, name);
    Matcher shape = find(SHAPE, text, name);
    long[] dims =
        Arrays.stream(shape.group(1).split(","))
            .map(String::strip)
            .filter(dim -> !dim.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    return new NpyHeader(
        dtype(descr.group(2) + descr.group(3), name),
        descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fortran.group(1).equals("True") ? Order.COLUMN_MAJOR : Order.ROW_MAJOR,
        Shape.of(dims));
  }

  private static Matcher find(Pattern pattern, String text, String name) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException(
          "npy: "
              + name
              + " has a header that is not understood: "
              + text.strip()
              + "; structured and object dtypes cannot be read");
    }
    return matcher;
  }

  private static DType dtype(String code, String name) throws IOException {
    for (DType dtype : DType.values()) {
      if (code.equals(code(dtype))) {
        return dtype;
      }
    }
    throw new IOException(
        "npy: " + name + " has NumPy dtype '" + code + "', which no array here can have");
  }

  /** NumPy's letter and byte count of a dtype; empty for those its format does not have. */
  private static String code(DType dtype) {
    String letter =
        switch (dtype.kind()) {
          case BOOL -> "b";
          case SIGNED -> "i";
          case UNSIGNED -> "u";
          case FLOAT -> dtype == DType.BFLOAT16 ? "" : "f";
          case COMPLEX -> "c";
          case KEY -> "";
        };
    return letter.isEmpty() ? "" : letter + dtype.bytes();
  }

  /**
   * {@return the bytes of this header}
   *
   * @throws IllegalArgumentException if NumPy's format has no such dtype
   */
  byte[] bytes() {
    String code = code(dtype);
    if (code.isEmpty()) {
      throw new IllegalArgumentException(
          "npy: NumPy's format has no dtype "
              + dtype
              + (dtype == DType.KEY
                  ? "; save keyData(key) instead"
                  : "; convert with astype(float32) first"));
    }
    String dims =
        Arrays.stream(shape.dims()).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '%s%s', 'fortran_order': %s, 'shape': (%s%s), }",
            dtype.bytes() == 1 ? "|" : byteOrder == ByteOrder.BIG_ENDIAN ? ">" : "<",
            code,
            order == Order.COLUMN_MAJOR ? "True" : "False",
            dims,
            shape.rank() == 1 ? "," : "");
    int before = MAGIC.length + 2 + Short.BYTES;
    int padding = Math.floorMod(-(before + dictionary.length() + 1), ALIGNMENT);
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(before + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
