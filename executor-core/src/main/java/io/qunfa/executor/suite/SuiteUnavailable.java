package io.qunfa.executor.suite;

/** A service of ours did not give an answer that can be used; asking later may help. */
public final class SuiteUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SuiteUnavailable(String message) {
    super(message);
  }

  public SuiteUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  static SuiteUnavailable asked(String service, String what, RuntimeException cause) {
    return new SuiteUnavailable(
        service + " gave no answer about " + what + ": " + cause.getMessage(), cause);
  }
}
