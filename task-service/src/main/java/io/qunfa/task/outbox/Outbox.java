package io.qunfa.task.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Priority;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes messages in the transaction of the change that they announce: both are there or neither.
 * The relay publishes them after the commit, at least once.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Outbox {
  private final OutboxRows rows;
  private final ObjectMapper json;
  private final Clock clock;
  private final Wakes wakes;

  Outbox(OutboxRows rows, ObjectMapper json, Clock clock, Wakes wakes) {
    this.rows = rows;
    this.json = json;
    this.clock = clock;
    this.wakes = wakes;
  }

  /** A job on its way to an executor. */
  public record Sending(SendCommand command, Priority priority) {}

  public void addSendings(List<Sending> sendings) {
    add(sendings.stream().map(this::messageOf).toList());
  }

  /** Our own word about jobs, for the ledger: withdrawn, or unknown after the deadline. */
  public void addReports(List<JobReport> reports) {
    add(reports.stream().map(this::messageOf).toList());
  }

  private void add(List<OutboxMessage> messages) {
    if (!messages.isEmpty()) {
      rows.insert(messages, clock.instant());
      wakes.afterCommit(StepName.RELAY_OUTBOX);
    }
  }

  private OutboxMessage messageOf(Sending sending) {
    SendCommand command = sending.command();
    return new OutboxMessage(
        command.tenantId(),
        BrokerNames.TASKS_EXCHANGE,
        BrokerNames.routingKey(command.channel(), sending.priority()),
        nameOf(command.jobId(), command.epoch()),
        jsonOf(command));
  }

  private OutboxMessage messageOf(JobReport report) {
    TenantId tenant = report.tenantId();
    String key = BrokerNames.resultKey(report.outcome());
    String name = nameOf(report.jobId(), report.epoch()) + "-" + key;
    return new OutboxMessage(tenant, BrokerNames.RESULTS_EXCHANGE, key, name, jsonOf(report));
  }

  /** {@code {campaignId}-{jobNo}-{epoch}}: one dispatch of one job. */
  public static String nameOf(JobId job, int epoch) {
    return job + "-" + epoch;
  }

  private String jsonOf(Object message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
