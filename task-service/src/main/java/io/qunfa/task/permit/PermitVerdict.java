package io.qunfa.task.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one permit.
 *
 * @param corpId whose lanes may wait for its place among the calls under way
 * @param pushBack for PUSHED_BACK how long the account or API shall rest, else zero
 * @param cause for PUSHED_BACK what the channel complained about, else OTHER
 * @param outcome for USED what the channel made of the call, else null
 */
public record PermitVerdict(
    TenantId tenantId,
    CorpId corpId,
    String permitId,
    Verdict verdict,
    Duration pushBack,
    PushBack cause,
    @Nullable Outcome outcome) {
  public static PermitVerdict used(
      TenantId tenant, CorpId corp, String permitId, @Nullable Outcome outcome) {
    return new PermitVerdict(
        tenant, corp, permitId, Verdict.USED, Duration.ZERO, PushBack.OTHER, outcome);
  }

  public static PermitVerdict unused(TenantId tenant, CorpId corp, String permitId) {
    return new PermitVerdict(
        tenant, corp, permitId, Verdict.UNUSED, Duration.ZERO, PushBack.OTHER, null);
  }

  public static PermitVerdict pushedBack(
      TenantId tenant, CorpId corp, String permitId, Duration pushBack, PushBack cause) {
    return new PermitVerdict(tenant, corp, permitId, Verdict.PUSHED_BACK, pushBack, cause, null);
  }
}
