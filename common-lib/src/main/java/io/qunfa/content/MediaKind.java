package io.qunfa.content;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of temporary media that a mass send may carry, with the size that WeCom allows
 * (wecom-api 6).
 *
 * @see Attachment
 */
public enum MediaKind {
  IMAGE(10L << 20, "image/jpeg image/jpg image/png"),
  VIDEO(10L << 20, "video/mp4"),
  FILE(20L << 20, "");

  private final long maxBytes;

  /** Separated by blanks; empty: any. */
  private final String contentTypes;

  MediaKind(long maxBytes, String contentTypes) {
    this.maxBytes = maxBytes;
    this.contentTypes = contentTypes;
  }

  @JsonCreator
  public static MediaKind of(String text) {
    for (MediaKind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "media kind must be one of image, video, file, got \"" + text + "\"");
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In bytes. WeCom refuses five bytes and fewer, whatever the kind. */
  public long maxBytes() {
    return maxBytes;
  }

  /** An empty set means that every content type is allowed. */
  public boolean allows(String contentType) {
    return contentTypes.isEmpty() || List.of(contentTypes.split(" ", -1)).contains(contentType);
  }
}
