package io.qunfa.task.permit;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;

/**
 * What became of one permit.
 *
 * @param pushBack for PUSHED_BACK how long the account shall rest, else zero
 */
public record PermitVerdict(
    TenantId tenantId, String permitId, Verdict verdict, Duration pushBack) {
  public static PermitVerdict used(TenantId tenant, String permitId) {
    return new PermitVerdict(tenant, permitId, Verdict.USED, Duration.ZERO);
  }

  public static PermitVerdict unused(TenantId tenant, String permitId) {
    return new PermitVerdict(tenant, permitId, Verdict.UNUSED, Duration.ZERO);
  }

  public static PermitVerdict pushedBack(TenantId tenant, String permitId, Duration pushBack) {
    return new PermitVerdict(tenant, permitId, Verdict.PUSHED_BACK, pushBack);
  }
}
