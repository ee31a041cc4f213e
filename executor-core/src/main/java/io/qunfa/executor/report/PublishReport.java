package io.qunfa.executor.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.Stopping;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobReport;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/**
 * Brings a report to the broker and waits until the broker has confirmed it on disk. An outcome
 * that the channel has given must not be lost, so a report is published again until it is
 * confirmed, however long the broker is away; only the end of the process stops that. Readers take
 * repeats. Many threads publish at once, each waiting for its own confirm.
 */
@Component
public class PublishReport {
  private static final Logger log = LoggerFactory.getLogger(PublishReport.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final RabbitTemplate rabbit;
  private final ObjectMapper json;
  private final ExecutorSettings settings;
  private final Stopping stopping;
  private final AtomicInteger unconfirmed = new AtomicInteger();

  PublishReport(
      RabbitTemplate rabbit,
      ObjectMapper json,
      ExecutorSettings settings,
      Stopping stopping,
      MeterRegistry meters) {
    this.rabbit = rabbit;
    this.json = json;
    this.settings = settings;
    this.stopping = stopping;
    meters.gauge("executor.reports.unconfirmed", unconfirmed);
  }

  /** False if the process is stopping and the report was never confirmed. */
  public boolean untilConfirmed(JobReport report) {
    Message message = toMessage(report);
    String key = BrokerNames.resultKey(report.outcome());
    Duration pause = FIRST_PAUSE;
    unconfirmed.incrementAndGet();
    try {
      while (true) {
        String failure = publish(message, key);
        if (failure.isEmpty()) {
          return true;
        }
        log.warn(
            "The report about job {} was not confirmed ({}); it is kept and published again in {}",
            report.jobId(),
            failure,
            pause);
        if (stopping.within(pause)) {
          log.error(
              "This process stops with an unconfirmed report about job {}: {}",
              report.jobId(),
              report.outcome().getClass().getSimpleName());
          return false;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } finally {
      unconfirmed.decrementAndGet();
    }
  }

  /** Empty if the broker confirmed, else why not. */
  private String publish(Message message, String key) {
    CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
    try {
      rabbit.send(BrokerNames.RESULTS_EXCHANGE, key, message, correlation);
      CorrelationData.Confirm confirm =
          correlation.getFuture().get(settings.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
      if (!confirm.isAck()) {
        return "the broker refused it: " + confirm.getReason();
      }
      return correlation.getReturned() == null ? "" : "no queue is bound for it yet";
    } catch (AmqpException away) {
      return "the broker does not answer: " + away.getMessage();
    } catch (TimeoutException late) {
      return "no confirm within " + settings.confirmTimeout();
    } catch (ExecutionException failed) {
      return "no confirm: " + failed.getMessage();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Message toMessage(JobReport report) {
    try {
      return MessageBuilder.withBody(json.writeValueAsBytes(report))
          .setContentType(MessageProperties.CONTENT_TYPE_JSON)
          .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
          .setMessageId(UUID.randomUUID().toString())
          .build();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a report cannot be written as JSON", impossible);
    }
  }
}
