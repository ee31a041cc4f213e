package io.qunfa.account.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.account.permit.Usage;
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
 * @param usedToday recipients counted against the quota today; null while the limiter cannot be
 *     asked
 * @param nextPermitAt when the next permit may be had, in the past if now; null while the limiter
 *     cannot be asked or the account is not active
 * @param heldBackBy the limit that keeps the account from a permit now; null if none does
 * @param heldBackBecause the same in a sentence
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AccountView(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    String status,
    int dailyQuota,
    @Nullable Long usedToday,
    @Nullable Instant nextPermitAt,
    @Nullable Limit heldBackBy,
    @Nullable String heldBackBecause,
    List<String> tags) {
  static AccountView of(Account account, @Nullable Usage usage) {
    boolean active = account.status() == AccountStatus.ACTIVE;
    return new AccountView(
        account.accountId(),
        account.corpId(),
        account.channel(),
        account.memberUserid(),
        account.status().text(),
        account.dailyQuota(),
        usage == null ? null : usage.usedToday(),
        usage == null || !active ? null : usage.nextPermitAt(),
        usage == null || usage.heldBackBy() == Limit.NONE ? null : usage.heldBackBy(),
        usage == null || usage.because().isEmpty() ? null : usage.because(),
        account.tags());
  }
}
