package io.qunfa.account.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.account.permit.Usage;
import io.qunfa.account.pool.Standing;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as operators see it.
 *
 * @param statusUntil when the status ends by itself; null: it stays
 * @param stopped the kill switch of its corp or tenant is on
 * @param dailyQuota recipients per day once it is warm
 * @param quotaToday recipients today: less than the quota while it warms up
 * @param usedToday recipients counted against the quota today; null while the limiter cannot be
 *     asked
 * @param nextPermitAt when the next permit may be had, in the past if now; null while the limiter
 *     cannot be asked or the account may not send
 * @param heldBackBy the limit that keeps the account from a permit now; null if none does
 * @param heldBackBecause the same in a sentence
 * @param health 0 to 1, how its calls went lately
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AccountView(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    String status,
    @Nullable Instant statusUntil,
    boolean stopped,
    int dailyQuota,
    int quotaToday,
    @Nullable Long usedToday,
    @Nullable Instant nextPermitAt,
    @Nullable Limit heldBackBy,
    @Nullable String heldBackBecause,
    List<String> tags,
    int weight,
    List<WarmUpPlan.Stage> warmUp,
    double health) {
  private static final double HUNDREDTHS = 100;

  static AccountView of(Account account, @Nullable Usage usage, double health) {
    Standing standing = account.standing();
    WarmUpPlan plan = account.traits().warmUp();
    return new AccountView(
        account.accountId(),
        account.corpId(),
        account.channel(),
        account.memberUserid(),
        standing.status().text(),
        standing.until(),
        standing.stopped(),
        account.traits().dailyQuota(),
        standing.quotaToday(),
        usage == null ? null : usage.usedToday(),
        usage == null || !standing.mayAsk() ? null : usage.nextPermitAt(),
        usage == null || usage.heldBackBy() == Limit.NONE ? null : usage.heldBackBy(),
        usage == null || usage.because().isEmpty() ? null : usage.because(),
        account.traits().tags(),
        account.traits().weight(),
        plan == null ? List.of() : plan.stages(),
        Math.round(health * HUNDREDTHS) / HUNDREDTHS);
  }
}
