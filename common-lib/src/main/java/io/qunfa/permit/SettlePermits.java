package io.qunfa.permit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of permits. Saying it twice, or after the permit ended, changes nothing. */
public record SettlePermits(TenantId tenantId, List<Settlement> settlements) {
  public SettlePermits {
    settlements = List.copyOf(settlements);
  }

  /**
   * @param pushBack for PUSHED_BACK: how long the account (with the cause RATE: the corp's API)
   *     shall rest; zero otherwise
   * @param cause for PUSHED_BACK: what the channel complained about; null is OTHER
   * @param outcome for USED: what the channel made of the call, for the account's health; null: not
   *     told
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Settlement(
      String permitId,
      Verdict verdict,
      Duration pushBack,
      @Nullable PushBack cause,
      @Nullable Outcome outcome) {
    public Settlement(String permitId, Verdict verdict, Duration pushBack) {
      this(permitId, verdict, pushBack, PushBack.OTHER, null);
    }
  }

  /** What the channel made of a call. */
  public enum Outcome {
    ACCEPTED,
    REFUSED,
    /** Whether the channel took it is not known. */
    UNKNOWN
  }

  public enum Verdict {
    /** The call was made: the permit stays counted. */
    USED,
    /** No call was made: the permit goes back. */
    UNUSED,
    /**
     * The channel pushed back: the call stays counted in the windows, its recipients go back to the
     * quota.
     */
    PUSHED_BACK
  }
}
