package io.qunfa.task;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A job of ten for one account, whose day may have room for fewer. */
abstract class DailyQuotaTest extends TaskServiceTest {
  final AccountId account = anAccountWithJobs(1);
  final Instant dayEnds = CLOCK.instant().plus(Duration.ofHours(3));

  static List<Ask> asksOf(CampaignId campaign) {
    return NEIGHBOURS.asks.stream()
        .filter(ask -> ask.reference().startsWith(campaign + "-"))
        .toList();
  }

  /** Its call met a limit of the channel's, and it may leave again. */
  void turnedAway(SendCommand command) {
    report(
        command,
        new JobOutcome.Deferred(DeferReason.LIMITED, Duration.ofSeconds(1), false, 45009, "busy")
            .afterGo());
    awaitJob(command.campaignId(), command.jobNo(), "READY");
    CLOCK.advance(Duration.ofSeconds(2));
  }
}
