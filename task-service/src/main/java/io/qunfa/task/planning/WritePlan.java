package io.qunfa.task.planning;

import static java.util.stream.Collectors.toMap;

import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.JobId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One transaction: the campaign is planned, its jobs are ready, their lanes awake. Once. */
@Component
class WritePlan {
  private static final Logger log = LoggerFactory.getLogger(WritePlan.class);

  private final JdbcClient jdbc;
  private final SendJobs jobs;
  private final Lanes lanes;
  private final Wakes wakes;
  private final Clock clock;

  WritePlan(JdbcClient jdbc, SendJobs jobs, Lanes lanes, Wakes wakes, Clock clock) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.lanes = lanes;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Transactional
  public void write(Campaign campaign, FrozenAudience frozen, List<SendingAccount> accounts) {
    if (!markPlanned(campaign, frozen)) {
      log.info("Campaign {} was planned by somebody else meanwhile", campaign.id());
      return;
    }
    Map<AccountId, SendingAccount> byId =
        accounts.stream().collect(toMap(SendingAccount::accountId, Function.identity()));
    jobs.insert(frozen.jobs().stream().map(job -> jobOf(campaign, job)).toList());
    lanes.openAndWake(
        frozen.jobs().stream()
            .map(PlannedJob::accountId)
            .distinct()
            .map(account -> laneOf(campaign, account, byId.get(account)))
            .collect(toMap(Function.identity(), lane -> campaign.priority())),
        clock.instant());
    wakes.afterCommit(StepName.FINISH_CAMPAIGNS);
    log.info(
        "Campaign {} is planned: {} targeted, {} planned in {} jobs",
        campaign.id(),
        frozen.targeted(),
        frozen.planned(),
        frozen.jobs().size());
  }

  private boolean markPlanned(Campaign campaign, FrozenAudience frozen) {
    return jdbc.sql(
                """
                update campaign set planned_at = :now, plan_leased_until = null,
                  waiting_for = null, status_reason = coalesce(:reason, status_reason)
                where tenant_id = :tenant and campaign_id = :id and planned_at is null
                """)
            .param("now", clock.instant())
            .param("reason", reasonIfNobody(frozen))
            .param("tenant", campaign.tenantId().value())
            .param("id", campaign.id().value())
            .update()
        == 1;
  }

  private static @Nullable String reasonIfNobody(FrozenAudience frozen) {
    if (frozen.planned() > 0) {
      return null;
    }
    if (frozen.targeted() == 0) {
      return "The audience rule named nobody, so nobody was sent to.";
    }
    return "Nobody was sent to: of "
        + frozen.targeted()
        + " targeted contacts were excluded "
        + frozen.excluded().entrySet().stream()
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .sorted()
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static SendJob jobOf(Campaign campaign, PlannedJob job) {
    return SendJob.planned(
        new SendJob.Share(
            campaign.tenantId(),
            new JobId(campaign.id(), job.jobNo()),
            campaign.corpId(),
            campaign.channel(),
            job.accountId(),
            campaign.priority()),
        job.recipients());
  }

  /** Accounts do not vanish, so a frozen job's account is listed, be it inactive by now. */
  private static Lane laneOf(Campaign campaign, AccountId account, @Nullable SendingAccount found) {
    if (found == null) {
      throw new IllegalStateException(
          "account " + account + " has jobs of campaign " + campaign.id() + " but is not listed");
    }
    return Lane.of(campaign.tenantId(), found);
  }
}
