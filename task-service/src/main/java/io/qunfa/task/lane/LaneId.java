package io.qunfa.task.lane;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.util.Comparator;

/** One account on its channel. Ordered as the table's key, so that all lock lanes in one order. */
public record LaneId(TenantId tenantId, AccountId accountId) implements Comparable<LaneId> {
  private static final Comparator<LaneId> BY_KEY =
      Comparator.<LaneId>comparingLong(lane -> lane.tenantId().value())
          .thenComparingLong(lane -> lane.accountId().value());

  @Override
  public int compareTo(LaneId other) {
    return BY_KEY.compare(this, other);
  }
}
