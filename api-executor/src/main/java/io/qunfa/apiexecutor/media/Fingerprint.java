package io.qunfa.apiexecutor.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.content.MediaKind;
import io.qunfa.executor.suite.StoredMedia;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two uploads would be the same for recipients: kind and bytes, and a file's name.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(MediaKind kind, StoredMedia media) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    sha256.update(kind.text().getBytes(UTF_8));
    sha256.update((byte) 0);
    if (kind == MediaKind.FILE) {
      sha256.update(media.fileName().getBytes(UTF_8));
      sha256.update((byte) 0);
    }
    return HexFormat.of().formatHex(sha256.digest(media.bytes()));
  }
}
