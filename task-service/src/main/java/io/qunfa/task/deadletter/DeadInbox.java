package io.qunfa.task.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/**
 * Dead messages that the broker has delivered and that are not in the book yet. The broker keeps
 * them until they are acknowledged, its prefetch bounds their number.
 */
final class DeadInbox implements ChannelAwareMessageListener {
  private static final Logger log = LoggerFactory.getLogger(DeadInbox.class);

  private final LinkedBlockingQueue<Delivered> waiting = new LinkedBlockingQueue<>();
  private final Wakes wakes;

  DeadInbox(Wakes wakes) {
    this.wakes = wakes;
  }

  /** One delivery, to be acknowledged on its channel: its tag means nothing on any other. */
  record Delivered(Message message, Channel channel) {
    void acknowledge() {
      try {
        channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
      } catch (IOException | ShutdownSignalException | AmqpException gone) {
        // Delivered again on the next connection, where the book knows it.
        log.debug("A dead message could not be acknowledged: {}", gone.toString());
      }
    }
  }

  @Override
  public void onMessage(Message message, @Nullable Channel channel) {
    if (channel == null) {
      throw new IllegalStateException("dead messages are acknowledged by hand");
    }
    // A cached channel would pass the tag on to whatever takes the place of one that died.
    Channel itself = channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel;
    waiting.add(new Delivered(message, itself));
    wakes.now(StepName.KEEP_DEAD_MESSAGES);
  }

  Optional<Delivered> next() {
    return Optional.ofNullable(waiting.poll());
  }

  void later(Delivered delivered) {
    waiting.add(delivered);
  }
}
