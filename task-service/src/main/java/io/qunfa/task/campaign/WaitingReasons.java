package io.qunfa.task.campaign;

import io.qunfa.task.holds.HeldBack;
import io.qunfa.task.holds.ReadHolds;
import io.qunfa.task.store.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says in a sentence what a campaign waits for. */
@Component
class WaitingReasons {
  private final JdbcClient jdbc;
  private final ReadHolds readHolds;
  private final Clock clock;

  WaitingReasons(JdbcClient jdbc, ReadHolds readHolds, Clock clock) {
    this.jdbc = jdbc;
    this.readHolds = readHolds;
    this.clock = clock;
  }

  private record Limited(int accounts, String by, Instant soonest, @Nullable String why) {}

  @Nullable String of(Campaign campaign) {
    Instant at = campaign.schedule().at();
    return switch (campaign.status()) {
      case SCHEDULED ->
          at != null && at.isAfter(clock.instant()) ? "It starts at " + at + "." : null;
      case RUNNING -> campaign.waitingFor() != null ? campaign.waitingFor() : obstacles(campaign);
      case PAUSED -> "It is paused; resume it to go on.";
      case DRAFT, IN_REVIEW, FINISHED, CANCELLED, FAILED -> campaign.waitingFor();
    };
  }

  private @Nullable String obstacles(Campaign campaign) {
    List<String> sentences =
        Stream.concat(
                readHolds.of(campaign.tenantId(), campaign.id()).stream()
                    .map(WaitingReasons::sentence),
                limits(campaign).stream().map(WaitingReasons::sentence))
            .toList();
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  private static String sentence(HeldBack held) {
    return held.recipients()
        + (held.recipients() == 1 ? " recipient is" : " recipients are")
        + " held back until "
        + held.until()
        + " ("
        + held.reason()
        + ": "
        + held.why()
        + ").";
  }

  private List<Limited> limits(Campaign campaign) {
    return jdbc.sql(
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
