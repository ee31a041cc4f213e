package io.qunfa.local.command;

import java.util.Set;

/**
 * The running suite was started with variables that the caller does not set. It is left as it is: a
 * suite that sends to a company's own WeCom must not turn to the simulator because somebody calls
 * from another shell.
 */
final class OtherEnvironment extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherEnvironment(Set<String> dropped) {
    super(
        "The suite that runs here was started with %s, not set now: set it again, or run ./qunfa down first."
            .formatted(String.join(", ", dropped)));
  }
}
