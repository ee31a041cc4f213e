package io.qunfa.executor.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.qunfa.executor.ChannelSender;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.stereotype.Component;

/**
 * Gives every message a virtual thread of its own and acknowledges it when its outcome is safe. A
 * message that cannot be read goes to the dead letters at once; no message is ever put back, since
 * its job comes again by itself.
 */
@Component
class ConsumeCommands implements ChannelAwareMessageListener {
  private static final Logger log = LoggerFactory.getLogger(ConsumeCommands.class);

  private final ObjectMapper json;
  private final HandleCommand handle;
  private final ChannelSender sender;
  private final SendMetrics metrics;

  /** One party is this object, one each message in work. */
  private final Phaser inWork = new Phaser(1);

  ConsumeCommands(
      ObjectMapper json, HandleCommand handle, ChannelSender sender, SendMetrics metrics) {
    this.json = json;
    this.handle = handle;
    this.sender = sender;
    this.metrics = metrics;
  }

  @Override
  public void onMessage(Message message, Channel channel) {
    Delivery delivery = Delivery.of(message, channel);
    SendCommand command;
    try {
      command = read(message);
    } catch (IOException unreadable) {
      log.error("A message cannot be read and goes to the dead letters", unreadable);
      delivery.reject();
      return;
    }
    inWork.register();
    Thread.ofVirtual().name("job-" + command.jobId()).start(() -> work(command, delivery));
  }

  private SendCommand read(Message message) throws IOException {
    SendCommand command = json.readValue(message.getBody(), SendCommand.class);
    if (command == null) {
      throw new IOException("the body is JSON's null");
    }
    if (command.channel() != sender.channel()) {
      throw new IOException(
          "a command for " + command.channel() + " is none of " + sender.channel());
    }
    return command;
  }

  private void work(SendCommand command, Delivery delivery) {
    metrics.taken();
    try {
      if (handle.handle(command)) {
        delivery.acknowledge();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException unforeseen) {
      log.error(
          "Job {} failed for a reason we did not foresee; its message goes to the dead letters and"
              + " task-service dispatches the job anew when its permit has ended",
          command.jobId(),
          unforeseen);
      delivery.reject();
    } finally {
      metrics.done();
      inWork.arriveAndDeregister();
    }
  }

  /** False if some were still in work when the time was over. */
  boolean awaitIdle(Duration within) throws InterruptedException {
    try {
      inWork.awaitAdvanceInterruptibly(inWork.arrive(), within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    }
  }
}
