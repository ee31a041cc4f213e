package io.qunfa.task.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an operator of the machine asks first: does something wait, and on what. */
@Component
class LaneGauges {
  private final JdbcClient jdbc;
  private final Clock clock;

  LaneGauges(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.clock = clock;
    Gauge.builder("lanes_due", this, LaneGauges::due)
        .description("Lanes with a job that may leave now")
        .register(meters);
    Gauge.builder("lanes_limited", this, LaneGauges::limited)
        .description("Lanes with waiting jobs that the limiter or the channel holds back")
        .register(meters);
    Gauge.builder("jobs_unknown", this, gauges -> gauges.inState("UNKNOWN"))
        .description("Jobs whose call got no answer and that are not resolved yet")
        .register(meters);
    Gauge.builder("jobs_dead", this, gauges -> gauges.inState("DEAD"))
        .description("Jobs that gave up and wait for a person")
        .register(meters);
  }

  private double due() {
    return count("next_due_at <= :now and (rests_until is null or rests_until <= :now)");
  }

  private double limited() {
    return count(
        """
        next_due_at <= :now and (limited_until > :now or exists (select 1 from joint_rest r
          where r.tenant_id = lane.tenant_id and r.corp_id in ('', lane.corp_id)
            and r.limited_until > :now))
        """);
  }

  private double count(String condition) {
    Instant now = clock.instant();
    return jdbc.sql("select count(*) from lane where " + condition)
        .param("now", now)
        .query(Long.class)
        .single();
  }

  private double inState(String status) {
    return jdbc.sql("select count(*) from send_job where status = :status")
        .param("status", status)
        .query(Long.class)
        .single();
  }
}
