package io.qunfa.task.ending;

import io.qunfa.problem.Problem;
import io.qunfa.task.ending.EndingCampaigns.Done;
import io.qunfa.task.progress.CountRecipients;
import io.qunfa.task.progress.RecipientCounts;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends campaigns all of whose jobs are closed, as soon as the ledger has taken in the last reports
 * too: who sees FINISHED may trust the report.
 */
@Component
class FinishCampaigns implements Step {
  private static final Logger log = LoggerFactory.getLogger(FinishCampaigns.class);

  /** A ledger that lags longer than this has a problem of its own, which its balance shows. */
  private static final Duration LEDGER_BOUND = Duration.ofMinutes(1);

  private final EndingCampaigns campaigns;
  private final CountRecipients countRecipients;
  private final Clock clock;

  FinishCampaigns(EndingCampaigns campaigns, CountRecipients countRecipients, Clock clock) {
    this.campaigns = campaigns;
    this.countRecipients = countRecipients;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    for (Done done : campaigns.done()) {
      if (ledgerAgrees(done)) {
        campaigns.finish(done, clock.instant());
        log.info("Campaign {} has ended", done.campaignId());
      }
    }
    return false;
  }

  private boolean ledgerAgrees(Done done) {
    try {
      RecipientCounts counts = countRecipients.of(done.tenantId(), done.campaignId());
      if (counts.open() == 0) {
        return true;
      }
      Instant since = done.since();
      boolean overdue = since == null || since.plus(LEDGER_BOUND).isBefore(clock.instant());
      if (overdue) {
        log.error(
            "Campaign {} ends although the ledger holds {} recipients without a final state",
            done.campaignId(),
            counts.open());
      }
      return overdue;
    } catch (Problem away) {
      log.warn("Campaign {} is done but cannot end yet: {}", done.campaignId(), away.getMessage());
      return false;
    }
  }
}
