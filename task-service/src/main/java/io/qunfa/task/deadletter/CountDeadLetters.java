package io.qunfa.task.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.qunfa.task.stepping.Step;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code mass_dead_letters}: how many wait for a decision, by queue and reason. Read from the
 * table, so that all replicas tell the same.
 */
final class CountDeadLetters implements Step {
  private final JdbcClient jdbc;
  private final MultiGauge gauge;

  CountDeadLetters(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.gauge =
        MultiGauge.builder("mass_dead_letters")
            .description("Dead letters that wait for a decision")
            .register(meters);
  }

  @Override
  public boolean run() {
    List<MultiGauge.Row<?>> rows =
        jdbc
            .sql(
                """
                select queue, reason, count(*) as letters from dead_letter
                where state = 'DEAD' group by queue, reason
                """)
            .query(
                (row, number) ->
                    MultiGauge.Row.of(
                        Tags.of("queue", row.getString("queue"), "reason", row.getString("reason")),
                        row.getLong("letters")))
            .list()
            .stream()
            .<MultiGauge.Row<?>>map(row -> row)
            .toList();
    gauge.register(rows, true);
    return false;
  }
}
