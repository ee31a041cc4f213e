package io.qunfa.data.importing;

/** A file cannot be read on. The message is for the person who uploaded it. */
final class UnusableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableFile(String message) {
    super(message);
  }

  UnusableFile(String message, Throwable cause) {
    super(message, cause);
  }
}
