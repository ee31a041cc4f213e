package io.qunfa.account.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * WeCom gives no token for a credential's present secret.
 *
 * @param code WeCom's own number
 * @param message WeCom's words, for people
 * @param tries how often this secret was rejected so far
 * @param nextTryAt null: not before another secret is posted or a person orders it
 */
public record Rejection(
    int code, String message, int tries, Instant at, @Nullable Instant nextTryAt) {
  public boolean isFinal() {
    return nextTryAt == null;
  }

  /** Whether WeCom must not be asked at this moment. */
  public boolean holdsAt(Instant now) {
    return nextTryAt == null || now.isBefore(nextTryAt);
  }
}
