package io.qunfa.task.outbox;

import io.qunfa.task.outbox.OutboxRows.Undelivered;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes a batch on one channel, all of it in flight at once, and waits for every confirm.
 * Mandatory: an unroutable message comes back instead of being confirmed into nowhere.
 */
final class PublishBatch {
  private final RabbitTemplate template;
  private final OutboxSettings settings;

  PublishBatch(RabbitTemplate template, OutboxSettings settings) {
    this.template = template;
    this.settings = settings;
  }

  /**
   * @return the messages that the broker did not take; all others are safe with it
   * @throws AmqpException if the broker is away or too slow, so that nothing is known
   */
  List<Undelivered> publish(List<OutboxRow> batch) {
    Map<OutboxRow, CorrelationData> inFlight = LinkedHashMap.newLinkedHashMap(batch.size());
    // Inside invoke all messages share a channel; a plain send holds a channel until its confirm.
    template.invoke(
        channel -> {
          batch.forEach(row -> inFlight.put(row, send(channel, row)));
          return null;
        });
    long deadline = System.nanoTime() + settings.confirmTimeout().toNanos();
    List<Undelivered> undelivered = new ArrayList<>();
    inFlight.forEach((row, sent) -> awaitConfirm(row, sent, deadline, undelivered));
    return undelivered;
  }

  private static CorrelationData send(RabbitOperations channel, OutboxRow row) {
    CorrelationData sent = new CorrelationData(Long.toString(row.id()));
    channel.send(row.exchange(), row.routingKey(), messageOf(row), sent);
    return sent;
  }

  private static Message messageOf(OutboxRow row) {
    return MessageBuilder.withBody(row.body().getBytes(StandardCharsets.UTF_8))
        .setContentType(MessageProperties.CONTENT_TYPE_JSON)
        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
        .setMessageId(row.messageId())
        .build();
  }

  private static void awaitConfirm(
      OutboxRow row, CorrelationData sent, long deadline, List<Undelivered> undelivered) {
    CorrelationData.Confirm confirm = confirmOf(sent, deadline);
    ReturnedMessage returned = sent.getReturned();
    if (returned != null) {
      undelivered.add(
          new Undelivered(
              row.id(),
              row.messageId()
                  + " to "
                  + row.exchange()
                  + " with "
                  + row.routingKey()
                  + " was returned: "
                  + returned.getReplyText()));
    } else if (!confirm.isAck() && confirm.getReason() != null) {
      // The client library's own "no": the connection ended before the broker's word came.
      throw new AmqpException("the broker went away: " + confirm.getReason());
    } else if (!confirm.isAck()) {
      undelivered.add(
          new Undelivered(row.id(), row.messageId() + " was refused: its queue takes no more"));
    }
  }

  private static CorrelationData.Confirm confirmOf(CorrelationData sent, long deadline) {
    try {
      return sent.getFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      throw new AmqpException("the broker did not confirm in time", slow);
    } catch (ExecutionException failed) {
      throw new AmqpException("the broker went away before it confirmed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AmqpException("interrupted while waiting for confirms", interrupted);
    }
  }
}
