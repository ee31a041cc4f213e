package io.qunfa.task.planning;

import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.ids.AccountId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.campaign.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A plain estimate: every account works through its own share, a call after the other, and what
 * exceeds its quota waits for the following days. It knows nothing of other campaigns, sliding
 * windows or quiet hours.
 */
@Component
class PredictFinish {
  /** From dispatch to the channel's answer, generously. */
  private static final Duration PER_JOB = Duration.ofSeconds(1);

  private final Clock clock;

  PredictFinish(Clock clock) {
    this.clock = clock;
  }

  Instant of(Schedule schedule, List<AccountShare> shares, List<SendingAccount> accounts) {
    Instant now = clock.instant();
    Instant at = schedule.at();
    Instant start = at != null && at.isAfter(now) ? at : now;
    Map<AccountId, SendingAccount> byId =
        accounts.stream().collect(Collectors.toMap(SendingAccount::accountId, Function.identity()));
    return shares.stream()
        .map(share -> finishOf(share, byId.get(share.accountId()), start))
        .max(Instant::compareTo)
        .orElse(start);
  }

  private static Instant finishOf(
      AccountShare share, @Nullable SendingAccount account, Instant start) {
    Duration calls = PER_JOB.multipliedBy(share.jobs());
    if (account == null || account.dailyQuota() <= 0) {
      return start.plus(calls);
    }
    long leftToday = Math.max(0, account.dailyQuota() - account.usedToday());
    long later = Math.max(0, share.recipients() - leftToday);
    long days = Math.ceilDiv(later, (long) account.dailyQuota());
    return start.plus(Duration.ofDays(days)).plus(calls);
  }
}
