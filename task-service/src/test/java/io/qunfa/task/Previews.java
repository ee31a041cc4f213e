package io.qunfa.task;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import java.util.List;

/** What data-service says of an audience before it is frozen. */
final class Previews {
  private Previews() {}

  static AudiencePreview of(FrozenAudience audience) {
    return new AudiencePreview(
        audience.targeted(),
        audience.excluded(),
        audience.planned(),
        audience.jobs().size(),
        audience.jobs().stream().collect(groupingBy(PlannedJob::accountId)).values().stream()
            .map(Previews::share)
            .toList());
  }

  private static AccountShare share(List<PlannedJob> jobs) {
    return new AccountShare(
        jobs.getFirst().accountId(),
        jobs.getFirst().memberUserid(),
        jobs.size(),
        jobs.stream().mapToLong(PlannedJob::recipients).sum());
  }
}
