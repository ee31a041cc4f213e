package io.qunfa.data.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.qunfa.wire.JobReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.stereotype.Component;

/**
 * Takes batches of reports off the queue, records them in lanes (one job always in the same lane,
 * so in order) and acknowledges when all of them are committed. What cannot be read or recorded for
 * its own fault goes to the dead letters, one by one.
 */
@Component
class ReceiveReports implements ChannelAwareBatchMessageListener {
  private static final Logger log = LoggerFactory.getLogger(ReceiveReports.class);

  private final RecordLane recordLane;
  private final ObjectMapper json;
  private final LedgerSettings settings;
  private final Executor threads;

  ReceiveReports(
      RecordLane recordLane, ObjectMapper json, LedgerSettings settings, Executor ledgerThreads) {
    this.recordLane = recordLane;
    this.json = json;
    this.settings = settings;
    this.threads = ledgerThreads;
  }

  @Override
  public void onMessageBatch(List<Message> messages, Channel channel) {
    Map<Integer, List<Delivery>> lanes = new TreeMap<>();
    List<Long> refused = Collections.synchronizedList(new ArrayList<>());
    for (Message message : messages) {
      long tag = message.getMessageProperties().getDeliveryTag();
      read(message)
          .ifPresentOrElse(
              report ->
                  lanes
                      .computeIfAbsent(laneOf(report), lane -> new ArrayList<>())
                      .add(new Delivery(tag, report)),
              () -> refused.add(tag));
    }
    CompletableFuture.allOf(
            lanes.values().stream()
                .map(
                    lane ->
                        CompletableFuture.runAsync(
                            () -> refused.addAll(recordLane.record(lane)), threads))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    acknowledge(messages, refused, channel);
  }

  private Optional<JobReport> read(Message message) {
    try {
      JobReport report = json.readValue(message.getBody(), JobReport.class);
      if (report == null) {
        throw new IOException("the body is JSON's null");
      }
      return Optional.of(report);
    } catch (IOException unreadable) {
      log.error(
          "A message on {} is no job report; it goes to the dead letters",
          message.getMessageProperties().getConsumerQueue(),
          unreadable);
      return Optional.empty();
    }
  }

  private int laneOf(JobReport report) {
    return Math.floorMod(
        Long.hashCode(report.campaignId().value()) * 31 + report.jobNo(), settings.lanes());
  }

  private static void acknowledge(List<Message> messages, List<Long> refused, Channel channel) {
    try {
      for (long tag : refused) {
        channel.basicReject(tag, false);
      }
      // Each by itself: an earlier delivery that never came here must not be taken for done.
      for (Message message : messages) {
        long tag = message.getMessageProperties().getDeliveryTag();
        if (!refused.contains(tag)) {
          channel.basicAck(tag, false);
        }
      }
    } catch (IOException gone) {
      log.info(
          "The broker went away before the acknowledgement; it will deliver these again", gone);
    }
  }

  /** A report and what to call its message. */
  record Delivery(long tag, JobReport report) {}
}
