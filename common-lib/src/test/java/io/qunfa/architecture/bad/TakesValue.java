package io.qunfa.architecture.bad;

import org.springframework.beans.factory.annotation.Value;

final class TakesValue {
  final String url;

  TakesValue(@Value("${url}") String url) {
    this.url = url;
  }
}
