package io.qunfa.content;

import java.nio.charset.StandardCharsets;

/** WeCom counts UTF-8 bytes, so a Han character counts as three. */
final class ByteLimit {
  private ByteLimit() {}

  static void require(String field, String text, int maxBytes) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
    atMost(field, text, maxBytes);
  }

  static void atMost(String field, String text, int maxBytes) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new IllegalArgumentException(
          field + " has " + bytes + " bytes of UTF-8, at most " + maxBytes + " are allowed");
    }
  }
}
