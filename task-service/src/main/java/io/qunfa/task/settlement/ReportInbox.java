package io.qunfa.task.settlement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.wire.JobReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/**
 * Reports that the broker has delivered and that are not settled yet. The broker keeps them until
 * they are acknowledged, its prefetch bounds their number. A batch that fails stays here and is
 * tried again: handing it back would only burn its delivery limit.
 */
final class ReportInbox implements ChannelAwareMessageListener {
  private static final Logger log = LoggerFactory.getLogger(ReportInbox.class);

  private final LinkedBlockingQueue<Delivered> waiting = new LinkedBlockingQueue<>();
  private final ObjectMapper json;
  private final Wakes wakes;

  ReportInbox(ObjectMapper json, Wakes wakes) {
    this.json = json;
    this.wakes = wakes;
  }

  /** One delivery, to be acknowledged on its channel: its tag means nothing on any other. */
  record Delivered(JobReport report, Channel channel, long tag) {}

  @Override
  public void onMessage(Message message, @Nullable Channel channel) {
    if (channel == null) {
      throw new IllegalStateException("reports are acknowledged by hand, which needs the channel");
    }
    // A cached channel would pass the tag on to whatever takes the place of one that died.
    Channel itself = channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel;
    long tag = message.getMessageProperties().getDeliveryTag();
    try {
      waiting.add(new Delivered(read(message), itself, tag));
      wakes.now(StepName.SETTLE_REPORTS);
    } catch (IOException unreadable) {
      log.error(
          "A report is not readable and goes to the dead letters of its queue, message {}",
          message.getMessageProperties().getMessageId(),
          unreadable);
      reject(itself, tag);
    }
  }

  private JobReport read(Message message) throws IOException {
    JobReport report = json.readValue(message.getBody(), JobReport.class);
    if (report == null) {
      throw new IOException("the body is JSON's null");
    }
    return report;
  }

  List<Delivered> next(int atMost) {
    List<Delivered> batch = new ArrayList<>();
    waiting.drainTo(batch, atMost);
    return batch;
  }

  static void acknowledge(List<Delivered> settled) {
    for (Delivered one : settled) {
      try {
        one.channel().basicAck(one.tag(), false);
      } catch (IOException | ShutdownSignalException | AmqpException gone) {
        // Delivered again on the next connection, where it changes nothing.
        log.debug("A settled report could not be acknowledged: {}", gone.toString());
      }
    }
  }

  /** To the dead letters of the queue. */
  static void reject(Delivered hopeless) {
    reject(hopeless.channel(), hopeless.tag());
  }

  private static void reject(Channel channel, long tag) {
    try {
      channel.basicReject(tag, false);
    } catch (IOException | ShutdownSignalException | AmqpException gone) {
      log.debug("A report could not be rejected and will be delivered again: {}", gone.toString());
    }
  }
}
