package io.qunfa.task;

import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** One account's limits as account-service keeps them, with days and windows as long as a test. */
final class ModelLimiter {
  private final Clock clock;
  private final int quota;
  private final Duration day;
  private final int callsPerWindow;
  private final Duration window;
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final Map<String, Given> permits = new HashMap<>();
  private final Deque<Instant> calls = new ArrayDeque<>();
  private Instant dayEnds;
  private int used;

  ModelLimiter(
      Clock clock,
      int quota,
      Instant firstDayEnds,
      Duration day,
      int callsPerWindow,
      Duration window) {
    this.clock = clock;
    this.quota = quota;
    this.day = day;
    this.callsPerWindow = callsPerWindow;
    this.window = window;
    this.dayEnds = firstDayEnds;
  }

  static ModelLimiter ofQuota(Clock clock, int quota, Instant dayEnds) {
    return new ModelLimiter(clock, quota, dayEnds, Duration.ofDays(1), 1000, Duration.ofMinutes(5));
  }

  synchronized Decision decide(Ask ask) {
    Instant now = clock.instant();
    Given earlier = permits.get(ask.reference());
    if (earlier != null && earlier.ends().isAfter(now)) {
      return earlier.leftAt(now);
    }
    while (!dayEnds.isAfter(now)) {
      dayEnds = dayEnds.plus(day);
      used = 0;
    }
    calls.removeIf(at -> !at.plus(window).isAfter(now));
    Duration untilDayEnds = Duration.between(now, dayEnds);
    int granted = Math.min(ask.recipients(), quota - used);
    if (granted == 0 || (ask.wholeOnly() && granted < ask.recipients())) {
      return new Decision(0, null, null, untilDayEnds, Limit.DAILY_QUOTA);
    }
    if (calls.size() >= callsPerWindow) {
      Duration untilFree = Duration.between(now, calls.getFirst().plus(window));
      return new Decision(0, null, null, untilFree, Limit.ACCOUNT_WINDOW);
    }
    used += granted;
    calls.add(now);
    boolean whole = granted == ask.recipients();
    Decision decision =
        new Decision(
            granted,
            "permit-" + ask.reference(),
            LIFE,
            whole ? Duration.ZERO : untilDayEnds,
            whole ? Limit.NONE : Limit.DAILY_QUOTA);
    permits.put(ask.reference(), new Given(decision, now.plus(LIFE)));
    return decision;
  }

  /** Recipients of today, those of permits included that nobody has used yet. */
  synchronized int usedToday() {
    return dayEnds.isAfter(clock.instant()) ? used : 0;
  }

  SendingAccount withWhatIsUsed(SendingAccount account) {
    return new SendingAccount(
        account.accountId(),
        account.corpId(),
        account.channel(),
        account.memberUserid(),
        account.credentialId(),
        account.active(),
        account.dailyQuota(),
        usedToday(),
        account.tags(),
        account.favour(),
        account.pace());
  }

  /** The call of an unused permit stays in its window; the real limiter takes that out too. */
  synchronized void settle(Settlement settlement) {
    Given settled = permits.remove(settlement.permitId().substring("permit-".length()));
    if (settled != null && settlement.verdict() == Verdict.UNUSED) {
      used -= settled.decision().granted();
    }
  }

  private record Given(Decision decision, Instant ends) {
    Decision leftAt(Instant now) {
      return new Decision(
          decision.granted(),
          decision.permitId(),
          Duration.between(now, ends),
          decision.retryAfter(),
          decision.decidedBy());
    }
  }
}
