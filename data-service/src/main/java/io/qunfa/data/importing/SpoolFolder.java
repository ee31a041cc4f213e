package io.qunfa.data.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Uploads on disk, from their arrival until their import has ended. Never in memory. */
@Component
final class SpoolFolder {
  private static final Logger log = LoggerFactory.getLogger(SpoolFolder.class);

  private static final String SUFFIX = ".csv";

  private final Path folder;

  SpoolFolder(ImportSettings settings) {
    this.folder = settings.spoolFolder().toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "The spool folder " + folder + " cannot be made; set QUNFA_SPOOL_FOLDER to one that can.",
          failed);
    }
  }

  /**
   * Takes over what the server has already written to disk; on one file system that is a rename.
   */
  String keep(MultipartFile upload) throws IOException {
    String name = UUID.randomUUID() + SUFFIX;
    upload.transferTo(path(name));
    try (FileChannel written = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
      // The caller is told that the import is accepted, so the file must outlive a power cut.
      written.force(true);
    }
    return name;
  }

  /** The names of the files that have been here since before then. */
  List<String> olderThan(Instant then) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .filter(file -> lastChanged(file).isBefore(then))
          .map(file -> file.getFileName().toString())
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("The spool folder " + folder + " cannot be read.", failed);
    }
  }

  private static Instant lastChanged(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.MAX;
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  boolean holds(String name) {
    return Files.exists(path(name));
  }

  String sha256(String name) throws IOException {
    try (InputStream bytes = Files.newInputStream(path(name));
        DigestInputStream digest =
            new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException failed) {
      log.warn("The spool file {} could not be deleted; delete it by hand", path(name), failed);
    }
  }
}
