package io.qunfa.permit;

import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;

/** What became of permits. Saying it twice, or after the permit ended, changes nothing. */
public record SettlePermits(TenantId tenantId, List<Settlement> settlements) {
  public SettlePermits {
    settlements = List.copyOf(settlements);
  }

  /**
   * @param pushBack for PUSHED_BACK: how long the account shall rest; zero otherwise
   */
  public record Settlement(String permitId, Verdict verdict, Duration pushBack) {}

  public enum Verdict {
    /** The call was made: the permit stays counted. */
    USED,
    /** No call was made: the permit goes back. */
    UNUSED,
    /**
     * The channel pushed back: the call stays counted in the window, its recipients go back to the
     * quota.
     */
    PUSHED_BACK
  }
}
