package io.qunfa.task.dispatch;

import io.qunfa.channel.Priority;
import io.qunfa.task.campaign.CampaignResumed;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.lane.Lanes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lanes in which only jobs of paused campaigns wait are idle; a resume must wake them. */
@Component
class WakeLanesOfResumedCampaign {
  private final JdbcClient jdbc;
  private final Lanes lanes;
  private final Clock clock;

  WakeLanesOfResumedCampaign(JdbcClient jdbc, Lanes lanes, Clock clock) {
    this.jdbc = jdbc;
    this.lanes = lanes;
    this.clock = clock;
  }

  @EventListener
  void wake(CampaignResumed resumed) {
    Instant now = clock.instant();
    List<LaneWake> wakes =
        jdbc.sql(
                """
                select distinct tenant_id, account_id, priority from send_job
                where tenant_id = :tenant and campaign_id = :campaign and status = 'READY'
                """)
            .param("tenant", resumed.tenantId().value())
            .param("campaign", resumed.campaignId().value())
            .query(
                (row, number) ->
                    new LaneWake(DueLanes.id(row), now, Priority.ofRank(row.getInt("priority"))))
            .list();
    lanes.wake(wakes);
  }
}
