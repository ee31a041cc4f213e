package io.qunfa.local.process;

/**
 * A server cannot be had on this machine. The message is for a person: what is missing, why, and
 * how to get it.
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
