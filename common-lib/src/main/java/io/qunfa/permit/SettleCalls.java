package io.qunfa.permit;

import io.qunfa.ids.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a slice of calls. Saying it twice changes nothing; after the permit was forgotten
 * only a RATE still counts.
 *
 * @param made how many calls were made; the others go back
 * @param cause what the channel complained about, null if it did not
 * @param pushBack for RATE: how long the API of the corp shall rest; zero otherwise
 */
public record SettleCalls(
    TenantId tenantId, String permitId, int made, @Nullable PushBack cause, Duration pushBack) {
  public SettleCalls {
    if (made < 0) {
      throw new IllegalArgumentException("made must not be negative, got " + made);
    }
  }
}
