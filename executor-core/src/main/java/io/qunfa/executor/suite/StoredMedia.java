package io.qunfa.executor.suite;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A file that somebody uploaded for a message. */
public final class StoredMedia {
  private static final String NAMELESS = "file";

  private final byte[] bytes;
  private final String contentType;
  private final String fileName;

  private StoredMedia(byte[] bytes, String contentType, String fileName) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.fileName = fileName;
  }

  /** Not a copy: files are large, and nobody writes to it. */
  public byte[] bytes() {
    return bytes;
  }

  public String contentType() {
    return contentType;
  }

  /** As recipients will see it. */
  public String fileName() {
    return fileName;
  }

  static StoredMedia of(ResponseEntity<byte[]> answer) {
    byte[] bytes = answer.getBody();
    MediaType type = answer.getHeaders().getContentType();
    String name = answer.getHeaders().getContentDisposition().getFilename();
    return new StoredMedia(
        bytes == null ? new byte[0] : bytes,
        type == null ? MediaType.APPLICATION_OCTET_STREAM_VALUE : type.toString(),
        name == null || name.isBlank() ? NAMELESS : cleaned(name));
  }

  /** A name that arrived as raw UTF-8 was read byte by byte as Latin-1. */
  private static String cleaned(String name) {
    return StandardCharsets.ISO_8859_1.newEncoder().canEncode(name)
            && name.chars().anyMatch(c -> c > 127)
        ? new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        : name;
  }
}
