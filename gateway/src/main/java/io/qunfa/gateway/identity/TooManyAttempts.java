package io.qunfa.gateway.identity;

import java.time.Duration;

/** Someone guesses, someone forgot, or too many want in at once: the next attempt has to wait. */
final class TooManyAttempts extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long seconds;

  TooManyAttempts(Duration wait) {
    super("too many attempts to log in");
    this.seconds = wait.toSeconds() + 1;
  }

  long seconds() {
    return seconds;
  }
}
