package io.qunfa.data.audience;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.Sender;
import io.qunfa.ids.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Cuts each account's share into jobs of the size it may hold, numbered from 1 by account. */
final class CutJobs {
  private CutJobs() {}

  /**
   * @param shares recipients per account, in the order of the numbers to give
   */
  static FrozenAudience cut(
      SortedMap<AccountId, Long> shares,
      Map<ExclusionReason, Long> excluded,
      Map<AccountId, Sender> senders) {
    List<FrozenAudience.PlannedJob> jobs = new ArrayList<>();
    long planned = 0;
    for (Map.Entry<AccountId, Long> share : shares.entrySet()) {
      Sender sender = senders.get(share.getKey());
      if (sender == null) {
        throw new IllegalStateException("no such sender: " + share.getKey());
      }
      long left = share.getValue();
      planned += left;
      while (left > 0) {
        int size = (int) Math.min(left, sender.maxPerJob());
        jobs.add(
            new FrozenAudience.PlannedJob(
                jobs.size() + 1, sender.accountId(), sender.memberUserid(), size));
        left -= size;
      }
    }
    long out = excluded.values().stream().mapToLong(Long::longValue).sum();
    return new FrozenAudience(planned + out, excluded, planned, jobs);
  }
}
