package io.qunfa.data.report;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ledger.RecipientState;
import java.util.List;
import java.util.Map;

/**
 * A campaign in numbers.
 *
 * @param states recipients by state, counted from the ledger's rows
 * @param excluded recipients of state EXCLUDED by reason
 */
record CampaignReport(
    CampaignId campaignId,
    String name,
    String status,
    long targeted,
    Map<RecipientState, Long> states,
    Map<ExclusionReason, Long> excluded,
    List<SenderShare> perSender,
    Balance balance) {
  CampaignReport {
    states = Map.copyOf(states);
    excluded = Map.copyOf(excluded);
    perSender = List.copyOf(perSender);
  }

  /** What one account was given. */
  record SenderShare(
      AccountId accountId, String memberUserid, long targeted, Map<RecipientState, Long> states) {
    SenderShare {
      states = Map.copyOf(states);
    }
  }

  /**
   * The proof that nobody was forgotten.
   *
   * @param targeted what the freeze counted
   * @param sum ledger rows there are now
   * @param remainder the difference, which must be zero
   * @param balanced remainder is zero, and the counts kept with every change agree with the rows
   */
  record Balance(long targeted, long sum, long remainder, boolean balanced) {}
}
