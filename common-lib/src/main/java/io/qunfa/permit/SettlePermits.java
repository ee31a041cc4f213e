package io.qunfa.permit;

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
   */
  public record Settlement(
      String permitId, Verdict verdict, Duration pushBack, @Nullable PushBack cause) {
    public Settlement(String permitId, Verdict verdict, Duration pushBack) {
      this(permitId, verdict, pushBack, PushBack.OTHER);
    }
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
