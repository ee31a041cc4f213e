package io.qunfa.local.demo;

/**
 * The demo did not come to its end, or to another one than the sample data says. The message is for
 * a person.
 */
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
