package io.qunfa.account.permit;

import io.qunfa.permit.ReservePermits.Limit;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in a sentence why an account gets no permit, and what happens next. */
@Component
class ExplainLimit {
  private final Generations generations;

  ExplainLimit(Generations generations) {
    this.generations = generations;
  }

  /** Empty for NONE. */
  String inWords(AccountLimits account, Limit limit, @Nullable Instant until) {
    String then = until == null ? "later" : "at " + until;
    return switch (limit) {
      case NONE -> "";
      case DAILY_QUOTA ->
          "Its "
              + account.dailyQuota().today()
              + " recipients of today are used up; it goes on "
              + then
              + ".";
      case ACCOUNT_WINDOW ->
          "It has made its "
              + account.slotsPerWindow()
              + (account.countsMessages() ? " messages" : " calls")
              + " of the sliding window; it goes on "
              + then
              + ".";
      case ACCOUNT_STATE -> "Its state lets it send nothing.";
      case PUSHED_BACK -> "The channel pushed back, so it rests; it goes on " + then + ".";
      case API_RATE ->
          "Corp "
              + account.corpId()
              + " has made as many calls as it may in a minute or an hour; it goes on "
              + then
              + ".";
      case API_BLOCKED ->
          "WeCom said that corp "
              + account.corpId()
              + " called too often (45009); it goes on "
              + then
              + ", slower.";
      case API_CONCURRENCY ->
          "Corp "
              + account.corpId()
              + " has as many calls under way as it may; it goes on when one of them ends.";
      case TENANT_LIMIT -> "The limit of the whole tenant is reached; it goes on " + then + ".";
      case GLOBAL_LIMIT ->
          "The limit of the whole installation is reached; it goes on " + then + ".";
      case LIMITER_UNAVAILABLE -> unavailable(account, until);
    };
  }

  private String unavailable(AccountLimits account, @Nullable Instant until) {
    if (until == null) {
      return "Redis does not answer, or has just been connected again, so nobody knows how much was"
          + " used and nothing is sent. It goes on by itself.";
    }
    Optional<Instant> lost = generations.lostAt(account.slot());
    return "Redis lost what was counted"
        + lost.map(at -> " at " + at).orElse("")
        + ". Nothing is sent until "
        + until
        + ", when no earlier call counts any more; daily counts are taken from the database then.";
  }
}
