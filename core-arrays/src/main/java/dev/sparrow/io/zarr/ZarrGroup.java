package dev.sparrow.io.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of arrays and groups. What is in it is looked up whenever it is asked for. */
public final class ZarrGroup {
  private final Path folder;
  private final Map<String, Object> attributes;

  private ZarrGroup(Path folder, Map<String, Object> attributes) {
    this.folder = folder;
    this.attributes = attributes;
  }

  static boolean isGroup(Path folder) throws IOException {
    return Files.exists(folder.resolve(MetadataV2.GROUP))
        || MetadataV3.isNode(MetadataFile.read(folder.resolve(MetadataV3.FILE)), "group");
  }

  static ZarrGroup open(Path folder) throws IOException {
    MetadataFile current = MetadataFile.read(folder.resolve(MetadataV3.FILE));
    if (MetadataV3.isNode(current, "group")) {
      return new ZarrGroup(folder, current.attributes("attributes"));
    }
    if (!isGroup(folder)) {
      throw new IOException(
          "zarr: %s is no Zarr group; %s"
              .formatted(
                  folder,
                  ZarrArray.isArray(folder)
                      ? "it is an array, which open reads"
                      : "it has neither " + MetadataV3.FILE + " nor " + MetadataV2.GROUP));
    }
    return new ZarrGroup(
        folder, MetadataFile.read(folder.resolve(MetadataV2.ATTRIBUTES)).attributes(""));
  }

  /**
   * The arrays that lie in it, not those in groups in it.
   *
   * @return their names in alphabetical order
   * @throws IOException if the folder cannot be read
   */
  public List<String> arrays() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path child : children()) {
      if (ZarrArray.isArray(child)) {
        names.add(child.getFileName().toString());
      }
    }
    return names;
  }

  /**
   * The groups that lie in it.
   *
   * @return their names in alphabetical order
   * @throws IOException if the folder cannot be read
   */
  public List<String> groups() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path child : children()) {
      if (isGroup(child)) {
        names.add(child.getFileName().toString());
      }
    }
    return names;
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(Files::isDirectory)
          // Drafts of what is being written begin so.
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /**
   * Opens an array in it.
   *
   * @param path its name, or a path such as {@code "model/w"}
   * @return the array
   * @throws IOException if there is no such array, or it has something that cannot be read
   */
  public ZarrArray array(String path) throws IOException {
    return ZarrArray.open(folder.resolve(path));
  }

  /**
   * Opens a group in it.
   *
   * @param path its name, or a path
   * @return the group
   * @throws IOException if there is no such group
   */
  public ZarrGroup group(String path) throws IOException {
    return open(folder.resolve(path));
  }

  /** {@return what is said of it: numbers, strings, booleans, lists and maps of them} */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** {@return where it is} */
  @Override
  public String toString() {
    return "ZarrGroup(" + folder + ")";
  }
}
