package dev.sparrow.io.zarr;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a folder whole or not at all: into a draft beside it, which takes its name when everything
 * has been written. A failure leaves what was there before.
 */
final class WholeFolder {
  private WholeFolder() {}

  /** What happens to a folder that is there already. */
  enum Existing {
    /** It stays, and writing fails. */
    REFUSE,
    /** It goes once the new one is written, if it is an array or a group. */
    REPLACE
  }

  /** Writes the content. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path folder) throws IOException;
  }

  static void write(Path folder, Existing existing, Content content) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    check(target, existing);
    // Made by name and not as a temporary folder, which nobody else could read.
    Path draft = beside(target, ".draft");
    try {
      Files.createDirectory(draft);
      content.writeTo(draft);
      publish(draft, target, existing);
    } finally {
      delete(draft);
    }
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID() + suffix);
  }

  private static void check(Path target, Existing existing) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean zarr =
        Stream.of(MetadataV3.FILE, MetadataV2.ARRAY, MetadataV2.GROUP)
            .anyMatch(name -> Files.exists(target.resolve(name)));
    switch (existing) {
      case REFUSE -> {
        String instead = zarr ? "write with replaceExisting(), or elsewhere" : "write elsewhere";
        throw exists(target, instead, null);
      }
      case REPLACE -> {
        if (!zarr) {
          throw exists(target, "it is no Zarr array or group, and only those are replaced", null);
        }
      }
    }
  }

  private static IOException exists(Path target, String instead, @Nullable Throwable cause) {
    IOException exists =
        new FileAlreadyExistsException("zarr: " + target, null, "it is there already; " + instead);
    if (cause != null) {
      exists.initCause(cause);
    }
    return exists;
  }

  private static void publish(Path draft, Path target, Existing existing) throws IOException {
    Path old = beside(target, ".old");
    boolean moved = existing == Existing.REPLACE && Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (moved) {
      move(target, old);
    }
    try {
      move(draft, target);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException late) {
      throw exists(target, "somebody else wrote it meanwhile", late);
    } finally {
      if (moved && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        move(old, target);
      }
    }
    delete(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      // Some network file systems cannot; the draft is complete all the same.
      Files.move(from, to);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
