package io.qunfa.content;

final class WebAddress {
  private WebAddress() {}

  static void require(String field, String url) {
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw new IllegalArgumentException(
          field + " must start with https:// or http://, got \"" + url + "\"");
    }
  }
}
