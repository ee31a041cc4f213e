package io.qunfa.ledger;

import io.qunfa.audience.ExclusionReason;
import java.util.Map;

/**
 * One campaign's ledger in numbers, read in one snapshot.
 *
 * @param targeted what the freeze counted; {@code sum of states} must equal it at every moment
 * @param states recipients by state, states without recipients left out
 * @param excluded recipients of state EXCLUDED by reason
 */
public record LedgerCounts(
    long targeted, Map<RecipientState, Long> states, Map<ExclusionReason, Long> excluded) {
  public LedgerCounts {
    states = Map.copyOf(states);
    excluded = Map.copyOf(excluded);
  }

  public long sum() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The books are right exactly if this is zero. */
  public long remainder() {
    return targeted - sum();
  }

  public long in(RecipientState state) {
    return states.getOrDefault(state, 0L);
  }
}
