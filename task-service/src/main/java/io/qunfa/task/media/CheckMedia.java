package io.qunfa.task.media;

import io.qunfa.content.MediaKind;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** Refuses at upload what WeCom would refuse at sending (wecom-api 6), and names the rest. */
final class CheckMedia {
  /** WeCom takes nothing of five bytes or fewer. */
  private static final int MIN_BYTES = 6;

  private static final int HEAD_BYTES = 12;
  private static final int MAX_FILENAME = 255;

  private CheckMedia() {}

  static StoredMedia check(MediaKind kind, MultipartFile file) throws IOException {
    long size = file.getSize();
    if (size < MIN_BYTES) {
      throw Problem.invalid("file", "The file has " + size + " bytes, at least 6 are needed.");
    }
    if (size > kind.maxBytes()) {
      throw new Problem(
          ProblemCode.PAYLOAD_TOO_LARGE,
          "The file has "
              + size
              + " bytes; WeCom takes at most "
              + kind.maxBytes()
              + " for a media of kind "
              + kind.text()
              + ".");
    }
    String contentType = contentTypeOf(file.getContentType());
    if (!kind.allows(contentType) || !looksLike(kind, contentType, file)) {
      throw new Problem(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "A media of kind "
              + kind.text()
              + " cannot be "
              + contentType
              + " with these bytes; WeCom takes JPEG and PNG images, MP4 videos, and any file.");
    }
    return new StoredMedia(
        kind.text() + "-" + sha256(file), kind, nameOf(kind, file), contentType, size);
  }

  private static String contentTypeOf(@Nullable String declared) {
    return declared == null || declared.length() > 100
        ? "application/octet-stream"
        : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean looksLike(MediaKind kind, String contentType, MultipartFile file)
      throws IOException {
    byte[] head;
    try (InputStream bytes = file.getInputStream()) {
      head = bytes.readNBytes(HEAD_BYTES);
    }
    return switch (kind) {
      case IMAGE ->
          contentType.equals("image/png")
              ? startsWith(head, 0, 0x89, 'P', 'N', 'G')
              : startsWith(head, 0, 0xFF, 0xD8, 0xFF);
      case VIDEO -> startsWith(head, 4, 'f', 't', 'y', 'p');
      case FILE -> true;
    };
  }

  private static boolean startsWith(byte[] head, int from, int... expected) {
    byte[] wanted = new byte[expected.length];
    for (int i = 0; i < expected.length; i++) {
      wanted[i] = (byte) expected[i];
    }
    return head.length >= from + wanted.length
        && Arrays.equals(head, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private static String nameOf(MediaKind kind, MultipartFile file) {
    String original = file.getOriginalFilename();
    String name = original == null ? "" : original.substring(original.lastIndexOf('/') + 1).strip();
    if (name.isEmpty()) {
      return kind.text();
    }
    return name.length() > MAX_FILENAME ? name.substring(name.length() - MAX_FILENAME) : name;
  }

  private static String sha256(MultipartFile file) throws IOException {
    try (DigestInputStream bytes =
        new DigestInputStream(file.getInputStream(), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
