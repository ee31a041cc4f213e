package io.qunfa.account.policy;

import java.time.Instant;

/**
 * One step of a policy's history.
 *
 * @param limits as they were from then on; of a deleted policy, what it said last
 */
record PolicyChange(
    int version, Action action, LimitValues limits, String changedBy, Instant changedAt) {
  enum Action {
    CREATED,
    CHANGED,
    DELETED
  }
}
