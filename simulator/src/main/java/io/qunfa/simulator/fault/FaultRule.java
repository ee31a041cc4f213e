package io.qunfa.simulator.fault;

import io.qunfa.simulator.wecom.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An order to disturb calls.
 *
 * @param api which call; {@code *} for every one
 * @param code the errcode of {@link FaultKind#ERRCODE}
 * @param count how many calls it strikes, then it is over; null for no end
 * @param probability how likely it strikes a call, 0 to 1; null for always
 * @param delayMs how long {@link FaultKind#SLOW} and {@link FaultKind#HANG} take; null for 1 s and
 *     60 s
 * @param afterEffect true: SLOW, HANG, GARBAGE and HTTP_500 come after the call had its effect;
 *     null for before
 */
public record FaultRule(
    String api,
    FaultKind kind,
    @Nullable Integer code,
    @Nullable Integer count,
    @Nullable Double probability,
    @Nullable Long delayMs,
    @Nullable Boolean afterEffect) {
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration HANG = Duration.ofSeconds(60);

  public FaultRule {
    if (api == null || api.isBlank() || kind == null) {
      throw new IllegalArgumentException("A fault needs an api (or *) and a kind.");
    }
    if (kind == FaultKind.ERRCODE && (code == null || code == 0)) {
      throw new IllegalArgumentException("ERRCODE needs a code other than 0.");
    }
    if (probability != null && !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, got " + probability);
    }
    if ((count != null && count < 1) || (delayMs != null && delayMs < 0)) {
      throw new IllegalArgumentException("count must be positive and delayMs not negative.");
    }
    if (Boolean.TRUE.equals(afterEffect) && !kind.knowsBothSides()) {
      throw new IllegalArgumentException(
          "afterEffect is for SLOW, HANG, GARBAGE and HTTP_500 only; use RESET_AFTER to cut.");
    }
  }

  boolean means(Endpoint endpoint) {
    return api.equals("*") || endpoint.isCalled(api);
  }

  public boolean strikesAfterEffect() {
    return kind == FaultKind.RESET_AFTER || Boolean.TRUE.equals(afterEffect);
  }

  public Duration delay() {
    return delayMs != null ? Duration.ofMillis(delayMs) : kind == FaultKind.HANG ? HANG : SLOW;
  }

  public int errcode() {
    return switch (kind) {
      case BUSY -> -1;
      case RATE_45009 -> 45009;
      case CONCURRENCY_45033 -> 45033;
      case TOKEN_EXPIRED -> 42001;
      case TOKEN_INVALID -> 40014;
      case ERRCODE -> code == null ? -1 : code;
      case SLOW, HANG, RESET_BEFORE, RESET_AFTER, GARBAGE, HTTP_500 -> 0;
    };
  }
}
