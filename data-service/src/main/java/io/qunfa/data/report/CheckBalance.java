package io.qunfa.data.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts the rows of recent campaigns that are not at their end, and compares them with what the
 * freeze targeted and with the counts kept since. The metric {@code
 * mass_ledger_unbalanced_campaigns} must be zero.
 */
@Component
class CheckBalance {
  private static final Logger log = LoggerFactory.getLogger(CheckBalance.class);
  private static final int AT_A_TIME = 200;

  private final JdbcClient jdbc;
  private final BalanceSettings settings;
  private final InstantSource time;
  private final AtomicInteger unbalanced = new AtomicInteger();

  CheckBalance(
      JdbcClient jdbc, BalanceSettings settings, InstantSource time, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.time = time;
    Gauge.builder("mass.ledger.unbalanced.campaigns", unbalanced, AtomicInteger::get)
        .description("Campaigns whose ledger rows do not add up; anything but 0 is an alarm")
        .register(meters);
  }

  /**
   * @return how many do not add up
   */
  @Scheduled(
      fixedDelayString = "${qunfa.balance.every:5m}",
      initialDelayString = "${qunfa.balance.every:5m}")
  int check() {
    int found = 0;
    Place after = new Place(0, 0);
    for (List<Place> places = unfinishedAfter(after);
        !places.isEmpty();
        places = unfinishedAfter(after)) {
      for (Place place : places) {
        found += isBalanced(place) ? 0 : 1;
      }
      after = places.getLast();
    }
    unbalanced.set(found);
    return found;
  }

  private List<Place> unfinishedAfter(Place after) {
    return jdbc.sql(
            """
            select s.tenant_id, s.campaign_id from audience_snapshot s
            where (s.tenant_id > :tenant or s.tenant_id = :tenant and s.campaign_id > :campaign)
              and s.frozen_at > :since
              and exists (
                select 1 from recipient_count c
                where c.tenant_id = s.tenant_id and c.campaign_id = s.campaign_id
                  and c.state in ('PLANNED', 'ISSUED', 'UNKNOWN') and c.n <> 0)
            order by s.tenant_id, s.campaign_id
            limit :max
            """)
        .param("tenant", after.tenant())
        .param("campaign", after.campaign())
        .param("since", Timestamp.from(time.instant().minus(settings.youngerThan())))
        .param("max", AT_A_TIME)
        .query((row, number) -> new Place(row.getLong(1), row.getLong(2)))
        .list();
  }

  /** One statement, and so one snapshot, though reports are recorded meanwhile. */
  private boolean isBalanced(Place place) {
    List<String> faults =
        jdbc.sql(
                """
                with counted as (
                    select job_no, state, count(*) n from recipient
                    where tenant_id = :tenant and campaign_id = :campaign
                    group by job_no, state),
                  kept as (
                    select job_no, state, sum(n) n from recipient_count
                    where tenant_id = :tenant and campaign_id = :campaign
                    group by job_no, state having sum(n) <> 0)
                select concat('job ', k.job_no, ' ', k.state, ': kept ', k.n, ', counted ',
                    coalesce(c.n, 0))
                from kept k left join counted c using (job_no, state)
                where coalesce(c.n, 0) <> k.n
                union all
                select concat('job ', c.job_no, ' ', c.state, ': kept none, counted ', c.n)
                from counted c left join kept k using (job_no, state) where k.n is null
                union all
                select concat('targeted ', s.targeted, ', counted ',
                    (select coalesce(sum(n), 0) from counted))
                from audience_snapshot s
                where s.tenant_id = :tenant and s.campaign_id = :campaign
                  and s.targeted <> (select coalesce(sum(n), 0) from counted)
                """)
            .param("tenant", place.tenant())
            .param("campaign", place.campaign())
            .query(String.class)
            .list();
    if (!faults.isEmpty()) {
      log.error(
          "The ledger of campaign {} (tenant {}) does not balance; compare its report with the channel before anything is sent again: {}",
          place.campaign(),
          place.tenant(),
          faults.subList(0, Math.min(20, faults.size())));
    }
    return faults.isEmpty();
  }

  private record Place(long tenant, long campaign) {}
}
