package io.qunfa.data.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts the rows of every campaign until it has ended, and once more then, and compares them with
 * what the freeze targeted and with the counts kept since. The metric {@code
 * mass_ledger_unbalanced_campaigns} must be zero.
 */
@Component
class CheckBalance {
  private static final Logger log = LoggerFactory.getLogger(CheckBalance.class);
  private static final int AT_A_TIME = 200;
  private static final long LARGE = 1000;

  private final JdbcClient jdbc;
  private final AtomicInteger unbalanced = new AtomicInteger();

  CheckBalance(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
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
    for (List<Snapshot> some = uncheckedAfter(after);
        !some.isEmpty();
        some = uncheckedAfter(after)) {
      found += faults(some);
      after = some.getLast().place();
    }
    unbalanced.set(found);
    return found;
  }

  /** Many small campaigns in one statement, a large one by itself. */
  private int faults(List<Snapshot> some) {
    List<Snapshot> small = some.stream().filter(one -> one.targeted() <= LARGE).toList();
    Map<Place, List<String>> faults = new HashMap<>();
    if (!small.isEmpty()) {
      faults.putAll(faultsOf(small));
    }
    some.stream()
        .filter(one -> one.targeted() > LARGE)
        .forEach(large -> faults.putAll(faultsOf(List.of(large))));
    faults.forEach(CheckBalance::tell);
    List<Place> ended =
        some.stream()
            .filter(Snapshot::ended)
            .map(Snapshot::place)
            .filter(place -> !faults.containsKey(place))
            .toList();
    if (!ended.isEmpty()) {
      jdbc.sql(
              """
              update audience_snapshot set balanced_at_end = true
              where (tenant_id, campaign_id) in (:ended)
              """)
          .param("ended", tuples(ended))
          .update();
    }
    return faults.size();
  }

  /** Campaigns that are under way, or have ended since they were counted last. */
  private List<Snapshot> uncheckedAfter(Place after) {
    return jdbc.sql(
            """
            select s.tenant_id, s.campaign_id, s.targeted,
              not exists (
                select 1 from recipient_count c
                where c.tenant_id = s.tenant_id and c.campaign_id = s.campaign_id
                  and c.state in ('PLANNED', 'ISSUED', 'UNKNOWN') and c.n <> 0) as ended
            from audience_snapshot s
            where s.balanced_at_end = false
              and (s.tenant_id > :tenant or s.tenant_id = :tenant and s.campaign_id > :campaign)
            order by s.tenant_id, s.campaign_id
            limit :max
            """)
        .param("tenant", after.tenant())
        .param("campaign", after.campaign())
        .param("max", AT_A_TIME)
        .query(
            (row, number) ->
                new Snapshot(
                    new Place(row.getLong("tenant_id"), row.getLong("campaign_id")),
                    row.getLong("targeted"),
                    row.getBoolean("ended")))
        .list();
  }

  /** One statement, and so one snapshot, though reports are recorded meanwhile. */
  private Map<Place, List<String>> faultsOf(List<Snapshot> some) {
    Map<Place, List<String>> faults = new HashMap<>();
    jdbc.sql(
            """
            with counted as (
                select tenant_id, campaign_id, job_no, state, count(*) n from recipient
                where (tenant_id, campaign_id) in (:places)
                group by tenant_id, campaign_id, job_no, state),
              kept as (
                select tenant_id, campaign_id, job_no, state, sum(n) n from recipient_count
                where (tenant_id, campaign_id) in (:places)
                group by tenant_id, campaign_id, job_no, state having sum(n) <> 0)
            select tenant_id, campaign_id,
                concat('job ', k.job_no, ' ', k.state, ': kept ', k.n, ', counted ',
                coalesce(c.n, 0)) fault
            from kept k left join counted c using (tenant_id, campaign_id, job_no, state)
            where coalesce(c.n, 0) <> k.n
            union all
            select tenant_id, campaign_id,
                concat('job ', c.job_no, ' ', c.state, ': kept none, counted ', c.n)
            from counted c left join kept k using (tenant_id, campaign_id, job_no, state)
            where k.n is null
            union all
            select s.tenant_id, s.campaign_id,
                concat('targeted ', s.targeted, ', counted ', coalesce(a.n, 0))
            from audience_snapshot s
            left join (
                select tenant_id, campaign_id, sum(n) n from counted
                group by tenant_id, campaign_id) a using (tenant_id, campaign_id)
            where (s.tenant_id, s.campaign_id) in (:places) and s.targeted <> coalesce(a.n, 0)
            """)
        .param("places", tuples(some.stream().map(Snapshot::place).toList()))
        .query(
            row -> {
              faults
                  .computeIfAbsent(
                      new Place(row.getLong("tenant_id"), row.getLong("campaign_id")),
                      place -> new ArrayList<>())
                  .add(row.getString("fault"));
            });
    return faults;
  }

  private static void tell(Place place, List<String> faults) {
    log.error(
        "The ledger of campaign {} (tenant {}) does not balance; compare its report with the channel before anything is sent again: {}",
        place.campaign(),
        place.tenant(),
        faults.subList(0, Math.min(20, faults.size())));
  }

  private static List<Object[]> tuples(List<Place> places) {
    return places.stream().map(place -> new Object[] {place.tenant(), place.campaign()}).toList();
  }

  private record Place(long tenant, long campaign) {}

  private record Snapshot(Place place, long targeted, boolean ended) {}
}
