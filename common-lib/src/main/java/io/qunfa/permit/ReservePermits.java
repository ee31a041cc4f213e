package io.qunfa.permit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for leave to send, one question per job. All answers come in the order of the questions. */
public record ReservePermits(TenantId tenantId, List<Ask> asks) {
  public ReservePermits {
    asks = List.copyOf(asks);
  }

  /**
   * @param recipients how many recipients the job holds, at least 1; counts against the daily quota
   * @param wholeOnly true: grant all or nothing
   * @param reference the caller's name of this ask: asking again with one reference while its
   *     permit lives answers with the same permit and counts nothing twice
   */
  public record Ask(AccountId accountId, int recipients, boolean wholeOnly, String reference) {
    public Ask {
      if (recipients < 1) {
        throw new IllegalArgumentException("recipients must be at least 1, got " + recipients);
      }
    }
  }

  public record Decisions(List<Decision> decisions) {
    public Decisions {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * @param granted recipients, 0 to what was asked
   * @param permitId null if nothing was granted
   * @param life how long the permit still lives, from when it was asked for: no sending may begin
   *     later. Clocks differ, so it is no moment. Null if nothing was granted
   * @param retryAfter when asking again may help; zero if all was granted
   * @param decidedBy what limited the answer; NONE if all was granted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Decision(
      int granted,
      @Nullable String permitId,
      @Nullable Duration life,
      Duration retryAfter,
      Limit decidedBy) {}

  /** The limit that decided. */
  public enum Limit {
    NONE,
    /** Recipients per account and day, in the corp's zone. */
    DAILY_QUOTA,
    /** Calls (api) or messages (ipad, rpa) per account in the sliding window. */
    ACCOUNT_WINDOW,
    /** The account is not in a state to send. */
    ACCOUNT_STATE,
    /** A gate of the account, set after the channel pushed back. */
    PUSHED_BACK,
    /** Calls of one API per corp in a minute or an hour. */
    API_RATE,
    /** The channel said that the corp called an API too often: closed until its window ends. */
    API_BLOCKED,
    /** Calls of one API that a corp has under way at once. */
    API_CONCURRENCY,
    /** Recipients per day or calls per minute of a tenant. */
    TENANT_LIMIT,
    /** Recipients per day or calls per minute of the whole installation. */
    GLOBAL_LIMIT,
    /** The limiter cannot tell how much was used: no sending. */
    LIMITER_UNAVAILABLE
  }
}
