package io.qunfa.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the servers' files are. */
public final class Folders {
  private static final int SECRET_BYTES = 24;

  private Folders() {}

  /**
   * What is fetched or made once for all projects of this user: {@code $XDG_CACHE_HOME/qunfa} or
   * {@code ~/.cache/qunfa}.
   */
  public static Path cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return privateFolder(base.resolve("qunfa").toAbsolutePath());
  }

  /**
   * The project that the working directory belongs to: its topmost folder with {@code .mvn}, as
   * Maven has it.
   */
  public static Path project() {
    return root()
        .orElseThrow(
            () ->
                new Unavailable("The working directory is not inside the project: change to it."));
  }

  /**
   * The ignored folder of the project that the working directory belongs to, else one of the
   * system's temporary ones.
   */
  public static Path ofProject() {
    return root()
        .map(root -> root.resolve(".local"))
        .orElseGet(
            () ->
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "qunfa-" + System.getProperty("user.name")));
  }

  private static Optional<Path> root() {
    Path root = null;
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      root = Files.isDirectory(folder.resolve(".mvn")) ? folder : root;
    }
    return Optional.ofNullable(root);
  }

  /** The folder, made if missing; what is made is for this user only. */
  public static Path privateFolder(Path folder) {
    try {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Cannot make the folder " + folder + ": check its owner and the free space.", failed);
    }
  }

  /** A file that only this user may read. */
  public static void writePrivately(Path file, String content, String permissions) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Cannot write " + file + ": check its owner and the free space.", failed);
    }
  }

  /** The secret in this file, made at the first call. */
  public static String secret(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        writePrivately(
            file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), "rw-------");
      }
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read " + file + ": check its owner.", failed);
    }
  }

  public static void copy(Path source, Path target) {
    try {
      Files.walkFileTree(
          source,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              privateFolder(target.resolve(source.relativize(folder)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(
                  file,
                  target.resolve(source.relativize(file)),
                  StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Cannot copy " + source + " to " + target + ": check the free space.", failed);
    }
  }

  /** Deletes the folder and all in it; what another process deletes meanwhile is fine. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot delete " + folder + ": delete it by hand.", failed);
    }
  }
}
