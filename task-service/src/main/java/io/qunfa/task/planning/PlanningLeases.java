package io.qunfa.task.planning;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.campaign.Campaigns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which process plans which campaign. The work is idempotent; leases only save doing it twice. */
@Repository
class PlanningLeases {
  /**
   * A campaign that was cancelled after its freeze was asked for is planned too: data-service may
   * hold its recipients, and only jobs can be called home.
   */
  private static final String IS_DUE =
      """
      unfinished and planned_at is null
      and (status in ('RUNNING', 'PAUSED') or (status = 'CANCELLED' and freeze_asked))
      and (plan_not_before is null or plan_not_before <= :now)
      and (plan_leased_until is null or plan_leased_until <= :now)
      """;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int CANDIDATES = 20;

  private final JdbcClient jdbc;
  private final Campaigns campaigns;
  private final PlanningSettings settings;
  private final Clock clock;

  PlanningLeases(JdbcClient jdbc, Campaigns campaigns, PlanningSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.campaigns = campaigns;
    this.settings = settings;
    this.clock = clock;
  }

  /** The most urgent campaign that is to be planned, now leased to the caller. */
  Optional<Campaign> claim() {
    Instant now = clock.instant();
    List<long[]> candidates =
        jdbc.sql(
                "select tenant_id, campaign_id from campaign where "
                    + IS_DUE
                    + "order by priority, campaign_id limit "
                    + CANDIDATES)
            .param("now", now)
            .query((row, number) -> new long[] {row.getLong(1), row.getLong(2)})
            .list();
    return candidates.stream()
        .filter(candidate -> take(candidate, now))
        .findFirst()
        .flatMap(mine -> campaigns.find(new TenantId(mine[0]), new CampaignId(mine[1])));
  }

  private boolean take(long[] candidate, Instant now) {
    return jdbc.sql(
                "update campaign set plan_leased_until = :until, freeze_asked = true where "
                    + IS_DUE
                    + "and tenant_id = :tenant and campaign_id = :id")
            .param("until", now.plus(settings.lease()))
            .param("now", now)
            .param("tenant", candidate[0])
            .param("id", candidate[1])
            .update()
        == 1;
  }

  void renew(Campaign campaign) {
    jdbc.sql(
            """
            update campaign set plan_leased_until = :until
            where tenant_id = :tenant and campaign_id = :id and planned_at is null
            """)
        .param("until", clock.instant().plus(settings.lease()))
        .param("tenant", campaign.tenantId().value())
        .param("id", campaign.id().value())
        .update();
  }

  /** Nothing was frozen and never will be: the campaign ends, FAILED unless it was cancelled. */
  void giveUp(Campaign campaign, String why) {
    // status last: MySQL assigns from left to right.
    jdbc.sql(
            """
            update campaign set
              unfinished = false,
              version = version + 1,
              ended_at = coalesce(ended_at, :now),
              waiting_for = null,
              plan_leased_until = null,
              status_reason = if(status = 'CANCELLED', status_reason, left(:why, 500)),
              status = if(status = 'CANCELLED', status, 'FAILED')
            where tenant_id = :tenant and campaign_id = :id and unfinished and planned_at is null
              and status in ('RUNNING', 'PAUSED', 'CANCELLED')
            """)
        .param("now", clock.instant())
        .param("why", why)
        .param("tenant", campaign.tenantId().value())
        .param("id", campaign.id().value())
        .update();
  }

  /** Gives the campaign back, to be tried again after a while that grows. */
  void retryLater(Campaign campaign, String why) {
    Instant now = clock.instant();
    int failures =
        jdbc.sql(
                """
                select plan_failures from campaign
                where tenant_id = :tenant and campaign_id = :id
                """)
            .param("tenant", campaign.tenantId().value())
            .param("id", campaign.id().value())
            .query(Integer.class)
            .single();
    Duration grown = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
    Duration wait = grown.compareTo(settings.longestRetry()) > 0 ? settings.longestRetry() : grown;
    Instant next = now.plus(wait);
    jdbc.sql(
            """
            update campaign set plan_failures = plan_failures + 1, plan_leased_until = null,
              plan_not_before = :next, waiting_for = left(:why, 500)
            where tenant_id = :tenant and campaign_id = :id and planned_at is null
            """)
        .param("next", next)
        .param("why", why + " Tried again at " + next + ".")
        .param("tenant", campaign.tenantId().value())
        .param("id", campaign.id().value())
        .update();
  }
}
