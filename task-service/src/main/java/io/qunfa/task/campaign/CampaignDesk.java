package io.qunfa.task.campaign;

import static io.qunfa.task.campaign.CampaignStatus.CANCELLED;
import static io.qunfa.task.campaign.CampaignStatus.DRAFT;
import static io.qunfa.task.campaign.CampaignStatus.FAILED;
import static io.qunfa.task.campaign.CampaignStatus.PAUSED;
import static io.qunfa.task.campaign.CampaignStatus.RUNNING;
import static io.qunfa.task.campaign.CampaignStatus.SCHEDULED;

import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * An operator's commands. Each is a guarded change of status, harmless to repeat; the work behind
 * it is done by steps.
 */
@Component
class CampaignDesk {
  private final Campaigns campaigns;
  private final ApplicationEventPublisher events;
  private final TransactionOperations transaction;
  private final Wakes wakes;
  private final Clock clock;

  CampaignDesk(
      Campaigns campaigns,
      ApplicationEventPublisher events,
      TransactionOperations transaction,
      Wakes wakes,
      Clock clock) {
    this.campaigns = campaigns;
    this.events = events;
    this.transaction = transaction;
    this.wakes = wakes;
    this.clock = clock;
  }

  /** Whoever launches must be allowed what the draft asks for, too. */
  Campaign launch(Caller caller, CampaignId id) {
    TenantId tenant = caller.tenantId();
    Campaign seen = campaigns.get(tenant, id);
    if (seen.life().launchedAt() != null && seen.status() != CANCELLED && seen.status() != FAILED) {
      return seen;
    }
    requireStatus(seen, "launched", seen.status() == DRAFT);
    seen.schedule().requireFuture(clock.instant());
    seen.policy().requireAllowed(caller, seen.priority());
    if (campaigns.become(seen, SCHEDULED, null)) {
      wakes.now(StepName.START_DUE_CAMPAIGNS);
      return campaigns.get(tenant, id);
    }
    return launch(caller, id);
  }

  Campaign pause(TenantId tenant, CampaignId id) {
    Campaign seen = campaigns.get(tenant, id);
    if (seen.status() == PAUSED) {
      return seen;
    }
    requireStatus(seen, "paused", seen.status() == RUNNING);
    return campaigns.become(seen, PAUSED, null) ? campaigns.get(tenant, id) : pause(tenant, id);
  }

  Campaign resume(TenantId tenant, CampaignId id) {
    Campaign seen = campaigns.get(tenant, id);
    if (seen.status() == RUNNING) {
      return seen;
    }
    requireStatus(seen, "resumed", seen.status() == PAUSED);
    Boolean mine = transaction.execute(status -> becomeRunning(seen));
    return Boolean.TRUE.equals(mine) ? campaigns.get(tenant, id) : resume(tenant, id);
  }

  /** Status and lanes in one transaction, or a crash between the two leaves jobs in idle lanes. */
  private boolean becomeRunning(Campaign seen) {
    boolean mine = campaigns.become(seen, RUNNING, null);
    if (mine) {
      events.publishEvent(new CampaignResumed(seen.tenantId(), seen.id()));
    }
    return mine;
  }

  Campaign cancel(TenantId tenant, CampaignId id, String subject) {
    Campaign seen = campaigns.get(tenant, id);
    if (seen.status() == CANCELLED) {
      return seen;
    }
    requireStatus(seen, "cancelled", !seen.status().isFinal());
    if (campaigns.become(seen, CANCELLED, "Cancelled by " + subject + ".")) {
      wakes.now(StepName.WITHDRAW_JOBS);
      return campaigns.get(tenant, id);
    }
    return cancel(tenant, id, subject);
  }

  private static void requireStatus(Campaign seen, String done, boolean allowed) {
    if (!allowed) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "Campaign "
              + seen.id()
              + " is "
              + seen.status()
              + " and cannot be "
              + done
              + ". Nothing was changed.");
    }
  }
}
