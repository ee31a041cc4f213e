package io.qunfa.simulator.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.ByteArrayResource;

/** The bytes of a file and their hex SHA-256. */
final class FileContent {
  private final byte[] bytes;
  private final String sha256;

  /** Keeps the array, which must not be changed any more. */
  FileContent(byte[] bytes) {
    this.bytes = bytes;
    this.sha256 = sha256Of(bytes);
  }

  int size() {
    return bytes.length;
  }

  String sha256() {
    return sha256;
  }

  ByteArrayResource resource() {
    return new ByteArrayResource(bytes);
  }

  /** True if the bytes from the offset on are these Latin-1 characters. */
  boolean hasAt(int offset, String magic) {
    boolean same = bytes.length >= offset + magic.length();
    for (int i = 0; same && i < magic.length(); i++) {
      same = bytes[offset + i] == (byte) magic.charAt(i);
    }
    return same;
  }

  private static String sha256Of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every JDK has SHA-256", missing);
    }
  }
}
