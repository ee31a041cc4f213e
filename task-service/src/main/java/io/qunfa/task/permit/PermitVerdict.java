package io.qunfa.task.permit;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one permit.
 *
 * @param pushBack for PUSHED_BACK how long the account shall rest, else zero
 * @param outcome for USED what the channel made of the call, else null
 */
public record PermitVerdict(
    TenantId tenantId,
    String permitId,
    Verdict verdict,
    Duration pushBack,
    @Nullable Outcome outcome) {
  public static PermitVerdict used(TenantId tenant, String permitId, @Nullable Outcome outcome) {
    return new PermitVerdict(tenant, permitId, Verdict.USED, Duration.ZERO, outcome);
  }

  public static PermitVerdict unused(TenantId tenant, String permitId) {
    return new PermitVerdict(tenant, permitId, Verdict.UNUSED, Duration.ZERO, null);
  }

  public static PermitVerdict pushedBack(TenantId tenant, String permitId, Duration pushBack) {
    return new PermitVerdict(tenant, permitId, Verdict.PUSHED_BACK, pushBack, null);
  }
}
