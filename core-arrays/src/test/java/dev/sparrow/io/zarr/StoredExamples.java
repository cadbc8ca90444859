package dev.sparrow.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.NDArray;
import dev.sparrow.io.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The stores that make_zarr.py made of NumPy's and numcodecs' bytes. */
final class StoredExamples {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String EXPECTED = "expected.json";
  private static final JsonNode FILES = files();

  private StoredExamples() {}

  private static JsonNode files() {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                StoredExamples.class.getResourceAsStream("/io/zarr/stores.json.gz")))) {
      return MAPPER.readTree(in);
    } catch (IOException broken) {
      throw new ExceptionInInitializerError(broken);
    }
  }

  /** Names of the arrays. */
  static List<String> names() throws IOException {
    return expected().properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode expected() throws IOException {
    return MAPPER.readTree(FILES.get(EXPECTED).binaryValue());
  }

  /** The elements of an array. */
  static NDArray elements(String name, Path folder) throws IOException {
    String file = expected().get(name).textValue();
    Path npy = folder.resolve(Path.of(file).getFileName());
    Files.write(npy, FILES.get(file).binaryValue());
    return Npy.load(npy);
  }

  /** Writes the files whose names begin so. */
  static Path unpack(String prefix, Path folder) throws IOException {
    for (Map.Entry<String, JsonNode> file : FILES.properties()) {
      if (file.getKey().startsWith(prefix + "/")) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue().binaryValue());
      }
    }
    return folder.resolve(prefix);
  }

  /** All files below a folder. */
  static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
