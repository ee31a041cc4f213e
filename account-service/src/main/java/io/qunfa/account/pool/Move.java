package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account from one status to another.
 *
 * @param until when the new status ends by itself; null: never
 */
public record Move(
    TenantId tenantId,
    AccountId accountId,
    AccountStatus from,
    AccountStatus to,
    @Nullable Instant until,
    Why why) {
  public Move {
    if (!from.mayBecome(to)) {
      throw new IllegalArgumentException(
          "account " + accountId + " must not turn from " + from + " to " + to);
    }
  }

  /**
   * @param actor a login name, or the part of the suite that did it
   */
  public record Why(Cause cause, String actor, String reason) {
    private static final int MAX_REASON = 500;

    public Why {
      reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    }
  }
}
