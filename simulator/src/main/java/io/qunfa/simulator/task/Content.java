package io.qunfa.simulator.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a task sends.
 *
 * @param text the text; may be empty if there are attachments
 * @param attachments a JSON list as the records show it
 * @param textHash hex SHA-256 of the text in UTF-8, or, if there is no text, of the attachments
 *     with the hash of its bytes in place of every medium's id: the same picture is the same
 *     content, however often it was uploaded
 */
public record Content(String text, String attachments, String textHash) {
  public static Content ofText(String text) {
    return new Content(text, "[]", sha256(text));
  }

  /**
   * @param bytes the attachments with the hash of its bytes in place of every medium's id
   */
  public static Content of(String text, String attachments, String bytes) {
    return new Content(text, attachments, sha256(text.isEmpty() ? bytes : text));
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every JDK has SHA-256", missing);
    }
  }
}
