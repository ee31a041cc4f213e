package io.qunfa.task.campaign;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.stepping.Step;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts launched campaigns whose time has come. One whose end has passed is cancelled instead. */
final class StartDueCampaigns implements Step {
  private static final Logger log = LoggerFactory.getLogger(StartDueCampaigns.class);

  private final JdbcClient jdbc;
  private final Campaigns campaigns;
  private final Wakes wakes;
  private final Clock clock;

  StartDueCampaigns(JdbcClient jdbc, Campaigns campaigns, Wakes wakes, Clock clock) {
    this.jdbc = jdbc;
    this.campaigns = campaigns;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    due(clock.instant()).forEach(this::start);
    return false;
  }

  private List<Campaign> due(Instant now) {
    return jdbc
        .sql(
            """
            select tenant_id, campaign_id from campaign
            where unfinished and status = 'SCHEDULED' and (start_at is null or start_at <= :now)
            order by campaign_id
            """)
        .param("now", now)
        .query(
            (row, number) ->
                campaigns.find(new TenantId(row.getLong(1)), new CampaignId(row.getLong(2))))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .filter(campaign -> campaign.status() == CampaignStatus.SCHEDULED)
        .toList();
  }

  private void start(Campaign campaign) {
    if (campaign.isExpired(clock.instant())) {
      String reason =
          "It expired at "
              + campaign.schedule().expireAt()
              + ", before it could start; nobody was sent to.";
      if (campaigns.become(campaign, CampaignStatus.CANCELLED, reason)) {
        log.warn("Campaign {} is cancelled: {}", campaign.id(), reason);
      }
    } else if (campaigns.become(campaign, CampaignStatus.RUNNING, null)) {
      log.info("Campaign {} runs; its audience is frozen next", campaign.id());
      wakes.now(StepName.PLAN_CAMPAIGNS);
    }
  }
}
