package io.qunfa.task.campaign;

import io.qunfa.task.store.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says in a sentence what a campaign waits for. */
@Component
class WaitingReasons {
  private final JdbcClient jdbc;
  private final Clock clock;

  WaitingReasons(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Limited(int accounts, String by, Instant soonest, @Nullable String why) {}

  @Nullable String of(Campaign campaign) {
    Instant at = campaign.schedule().at();
    return switch (campaign.status()) {
      case SCHEDULED ->
          at != null && at.isAfter(clock.instant()) ? "It starts at " + at + "." : null;
      case RUNNING -> campaign.waitingFor() != null ? campaign.waitingFor() : limits(campaign);
      case PAUSED -> "It is paused; resume it to go on.";
      case DRAFT, IN_REVIEW, FINISHED, CANCELLED, FAILED -> campaign.waitingFor();
    };
  }

  private @Nullable String limits(Campaign campaign) {
    List<Limited> limited =
        jdbc.sql(
                """
                select count(distinct l.account_id) as accounts, l.limited_by,
                  min(l.limited_until) as soonest, min(l.limited_why) as why
                from send_job j
                join lane l on l.tenant_id = j.tenant_id and l.account_id = j.account_id
                where j.tenant_id = :tenant and j.campaign_id = :campaign and j.status = 'READY'
                  and l.limited_until > :now
                group by l.limited_by
                order by accounts desc
                """)
            .param("tenant", campaign.tenantId().value())
            .param("campaign", campaign.id().value())
            .param("now", clock.instant())
            .query(
                (row, number) ->
                    new Limited(
                        row.getInt("accounts"),
                        String.valueOf(row.getString("limited_by")),
                        Columns.instant(row, "soonest"),
                        row.getString("why")))
            .list();
    return limited.isEmpty()
        ? null
        : String.join(" ", limited.stream().map(WaitingReasons::sentence).toList());
  }

  private static String sentence(Limited limited) {
    return limited.accounts()
        + (limited.accounts() == 1 ? " account waits" : " accounts wait")
        + " until "
        + limited.soonest()
        + " or later ("
        + limited.by()
        + (limited.why() == null ? "" : ": " + limited.why())
        + ").";
  }
}
