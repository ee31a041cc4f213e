package io.qunfa.executor.send;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * One message as it came on one channel. Its tag means nothing on any other channel, not even on
 * the one that takes this one's place after the connection was lost, so both are kept together.
 */
record Delivery(Channel channel, long tag) {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  static Delivery of(Message message, Channel channel) {
    Channel itself = channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel;
    return new Delivery(itself, message.getMessageProperties().getDeliveryTag());
  }

  void acknowledge() {
    try {
      channel.basicAck(tag, false);
    } catch (IOException | AlreadyClosedException gone) {
      log.info(
          "The connection was lost before an acknowledgement; the message comes again, to no effect");
    }
  }

  /** To the dead letters. */
  void reject() {
    try {
      channel.basicReject(tag, false);
    } catch (IOException | AlreadyClosedException gone) {
      log.info("The connection was lost before a rejection; the message comes again");
    }
  }
}
