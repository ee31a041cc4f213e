package io.qunfa.audience;

import io.qunfa.ids.AccountId;
import java.util.List;
import java.util.Map;

/**
 * The audience snapshot in numbers: {@code targeted = sum of excluded + planned}, and planned is
 * the sum over jobs.
 *
 * @param targeted contacts that the rule names, each counted once
 */
public record FrozenAudience(
    long targeted, Map<ExclusionReason, Long> excluded, long planned, List<PlannedJob> jobs) {
  public FrozenAudience {
    excluded = Map.copyOf(excluded);
    jobs = List.copyOf(jobs);
  }

  /**
   * One account's share.
   *
   * @param jobNo counts from 1 within the campaign
   */
  public record PlannedJob(int jobNo, AccountId accountId, String memberUserid, int recipients) {}
}
