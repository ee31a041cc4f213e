package io.qunfa.task.audience;

/**
 * data-service will never freeze this, however often it is asked. Its message says why, for a
 * person.
 */
public final class AudienceRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  AudienceRefused(String why, Throwable cause) {
    super(why, cause);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
