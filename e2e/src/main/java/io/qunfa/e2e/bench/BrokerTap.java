package io.qunfa.e2e.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.qunfa.local.servers.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Listens beside the executors and remembers the largest send job it saw, headers included. */
final class BrokerTap implements AutoCloseable {
  private static final double TARGET_BYTES = 1024;

  private final Connection connection;
  private final AtomicLong largest;
  private final AtomicLong seen;

  private BrokerTap(Connection connection, AtomicLong largest, AtomicLong seen) {
    this.connection = connection;
    this.largest = largest;
    this.seen = seen;
  }

  static BrokerTap on(RabbitServer rabbit) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(rabbit.host());
    factory.setPort(rabbit.port());
    factory.setUsername(rabbit.username());
    factory.setPassword(rabbit.password());
    factory.setVirtualHost(rabbit.virtualHost());
    AtomicLong largest = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    try {
      Connection connection = factory.newConnection("bench tap");
      Channel channel = connection.createChannel();
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "mass_tasks", "executor.#");
      channel.basicConsume(
          queue,
          true,
          new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
              seen.incrementAndGet();
              largest.accumulateAndGet(body.length + lengthOf(properties), Math::max);
            }
          });
      return new BrokerTap(connection, largest, seen);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot listen at the broker", failed);
    } catch (TimeoutException late) {
      throw new IllegalStateException("The broker does not answer", late);
    }
  }

  void report(Results results) {
    results.atMost(
        String.format(Locale.ROOT, "d  largest of %,d send jobs on the broker", seen.get()),
        (double) largest.get(),
        largest.get() + " bytes",
        TARGET_BYTES,
        "1024 bytes");
  }

  @Override
  public void close() {
    connection.abort();
  }

  private static long lengthOf(AMQP.BasicProperties properties) {
    long length = String.valueOf(properties.getMessageId()).length();
    length += String.valueOf(properties.getContentType()).length();
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      for (Map.Entry<String, Object> header : headers.entrySet()) {
        length += header.getKey().length() + String.valueOf(header.getValue()).length();
      }
    }
    return length;
  }
}
