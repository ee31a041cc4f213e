package io.qunfa.account.permit;

import io.qunfa.account.policy.LimitValues;
import java.util.Objects;

/**
 * What people decided about the calls of one API per corp, over what adapts by itself. Below 0:
 * nothing.
 */
record ApiCeilings(int callsPerMinute, int callsPerHour, int callsAtOnce) {
  private static final int NONE = -1;

  static ApiCeilings of(LimitValues policy) {
    return new ApiCeilings(
        Objects.requireNonNullElse(policy.callsPerMinute(), NONE),
        Objects.requireNonNullElse(policy.callsPerHour(), NONE),
        Objects.requireNonNullElse(policy.callsAtOnce(), NONE));
  }
}
