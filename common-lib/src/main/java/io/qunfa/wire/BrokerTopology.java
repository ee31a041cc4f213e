package io.qunfa.wire;

import io.qunfa.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;

/**
 * Exchanges and queues, declared alike by every service that uses them. Durable quorum queues. What
 * gives up goes to {@code {queue}.dead} with at-least-once dead lettering, which needs {@code
 * reject-publish} as overflow; the delivery limit is explicit because its default differs between
 * RabbitMQ 3.10 (none) and 4.x (20).
 */
public final class BrokerTopology {
  private static final int DELIVERY_LIMIT = 20;

  private BrokerTopology() {}

  public static Declarables taskQueue(Channel channel) {
    TopicExchange tasks = new TopicExchange(BrokerNames.TASKS_EXCHANGE);
    List<Declarable> all = new ArrayList<>();
    all.add(tasks);
    Queue queue = withDeadLetters(BrokerNames.queueOf(channel), all);
    all.add(BindingBuilder.bind(queue).to(tasks).with(BrokerNames.bindingOf(channel)));
    return new Declarables(all);
  }

  public static Declarables taskResultsQueue() {
    return resultsQueue(BrokerNames.TASK_RESULTS_QUEUE, false);
  }

  /**
   * One consumer at a time has it, because the reports of a job must be recorded in their order;
   * when that one goes, the broker gives what it had not acknowledged to the next, in order.
   */
  public static Declarables dataResultsQueue() {
    return resultsQueue(BrokerNames.DATA_RESULTS_QUEUE, true);
  }

  /**
   * A queue of every report.
   *
   * @param oneConsumerAtATime others stand by
   */
  public static Declarables resultsQueue(String name, boolean oneConsumerAtATime) {
    TopicExchange results = new TopicExchange(BrokerNames.RESULTS_EXCHANGE);
    List<Declarable> all = new ArrayList<>();
    all.add(results);
    Queue queue = withDeadLetters(name, all);
    if (oneConsumerAtATime) {
      queue.addArgument("x-single-active-consumer", true);
    }
    all.add(BindingBuilder.bind(queue).to(results).with(BrokerNames.ALL_RESULTS));
    return new Declarables(all);
  }

  private static Queue withDeadLetters(String name, List<Declarable> all) {
    DirectExchange dead = new DirectExchange(BrokerNames.DEAD_LETTERS_EXCHANGE);
    Queue deadQueue = QueueBuilder.durable(BrokerNames.deadQueueOf(name)).quorum().build();
    Binding deadBinding = BindingBuilder.bind(deadQueue).to(dead).with(name);
    Queue queue =
        QueueBuilder.durable(name)
            .quorum()
            .deliveryLimit(DELIVERY_LIMIT)
            .deadLetterExchange(BrokerNames.DEAD_LETTERS_EXCHANGE)
            .deadLetterRoutingKey(name)
            .overflow(QueueBuilder.Overflow.rejectPublish)
            .withArgument("x-dead-letter-strategy", "at-least-once")
            .build();
    all.addAll(List.of(dead, deadQueue, deadBinding, queue));
    return queue;
  }
}
