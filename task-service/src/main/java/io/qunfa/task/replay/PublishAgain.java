package io.qunfa.task.replay;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.deadletter.Letters;
import io.qunfa.task.deadletter.MessageHeaders;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/**
 * Puts a dead message back into the one queue that it came from, not through its exchange: other
 * queues have had it. What the broker wrote on it is left off, so that it counts from the start.
 */
@Component
class PublishAgain {
  private static final long CONFIRM_SECONDS = 10;
  private static final String DEFAULT_EXCHANGE = "";

  /** Properties, which are set as such or were the first sender's. */
  private static final Set<String> NO_HEADERS =
      Set.of(
          MessageHeaders.CONTENT_TYPE,
          MessageHeaders.MESSAGE_ID,
          "type",
          "appId",
          "userId",
          "timestamp");

  private final RabbitTemplate rabbit;

  PublishAgain(RabbitTemplate rabbit) {
    this.rabbit = rabbit;
  }

  /**
   * Returns when the broker has confirmed it.
   *
   * @throws Problem UPSTREAM_UNAVAILABLE if it has not; then it may be in the queue or not
   */
  void publish(String queue, Letters.Body body) {
    CorrelationData sent = new CorrelationData();
    try {
      rabbit.send(DEFAULT_EXCHANGE, queue, messageOf(body), sent);
      boolean confirmed = sent.getFuture().get(CONFIRM_SECONDS, TimeUnit.SECONDS).isAck();
      if (!confirmed || sent.getReturned() != null) {
        throw away("The broker did not take the message into " + queue, null);
      }
    } catch (AmqpException | TimeoutException | ExecutionException noWord) {
      throw away("The broker does not answer", noWord);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw away("The service is stopping", stopping);
    }
  }

  private static Message messageOf(Letters.Body body) {
    Map<String, String> headers = body.headers();
    MessageProperties properties = new MessageProperties();
    properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
    properties.setContentType(
        headers.getOrDefault(MessageHeaders.CONTENT_TYPE, MessageProperties.CONTENT_TYPE_JSON));
    properties.setMessageId(headers.get(MessageHeaders.MESSAGE_ID));
    headers.forEach(
        (name, text) -> {
          if (!NO_HEADERS.contains(name) && !name.startsWith("x-")) {
            properties.setHeader(name, text);
          }
        });
    return new Message(body.payload().bytes(), properties);
  }

  private static Problem away(String what, @Nullable Throwable cause) {
    String detail = what + ". The dead letter stays as it is; try again later.";
    return cause == null
        ? new Problem(ProblemCode.UPSTREAM_UNAVAILABLE, detail)
        : new Problem(ProblemCode.UPSTREAM_UNAVAILABLE, detail, cause);
  }
}
