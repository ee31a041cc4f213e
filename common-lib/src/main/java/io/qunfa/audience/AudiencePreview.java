package io.qunfa.audience;

import io.qunfa.ids.AccountId;
import java.util.List;
import java.util.Map;

/** What freezing would give now, without writing anything. Same sums as {@link FrozenAudience}. */
public record AudiencePreview(
    long targeted,
    Map<ExclusionReason, Long> excluded,
    long planned,
    int jobs,
    List<AccountShare> perAccount) {
  public AudiencePreview {
    excluded = Map.copyOf(excluded);
    perAccount = List.copyOf(perAccount);
  }

  public record AccountShare(AccountId accountId, String memberUserid, int jobs, long recipients) {}
}
