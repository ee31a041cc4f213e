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
 * reject-publish} as overflow. Delivery limits are explicit because their default differs between
 * RabbitMQ 3.10 (none) and 4.x (20); docs/adr/0016 tells what else does.
 */
public final class BrokerTopology {
  private static final int DELIVERY_LIMIT = 20;

  /**
   * What exceeds its limit in a queue without dead letters of its own is dropped. So this stands
   * for "never", in a way that every version understands: 4.x would drop after 20 by default, and
   * its word for "no limit", -1, makes 3.10 drop at the first return.
   */
  private static final int DEAD_DELIVERY_LIMIT = 1_000_000;

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

  /** Where the dead letters of all queues arrive, for whoever keeps them. */
  public static Declarables deadQueues() {
    List<Declarable> all = new ArrayList<>();
    BrokerNames.workQueues().forEach(queue -> addDeadQueue(queue, all));
    return new Declarables(all);
  }

  private static Queue withDeadLetters(String name, List<Declarable> all) {
    addDeadQueue(name, all);
    Queue queue =
        QueueBuilder.durable(name)
            .quorum()
            .deliveryLimit(DELIVERY_LIMIT)
            .deadLetterExchange(BrokerNames.DEAD_LETTERS_EXCHANGE)
            .deadLetterRoutingKey(name)
            .overflow(QueueBuilder.Overflow.rejectPublish)
            .withArgument("x-dead-letter-strategy", "at-least-once")
            .build();
    all.add(queue);
    return queue;
  }

  private static void addDeadQueue(String name, List<Declarable> all) {
    DirectExchange dead = new DirectExchange(BrokerNames.DEAD_LETTERS_EXCHANGE);
    Queue deadQueue =
        QueueBuilder.durable(BrokerNames.deadQueueOf(name))
            .quorum()
            .deliveryLimit(DEAD_DELIVERY_LIMIT)
            .build();
    Binding deadBinding = BindingBuilder.bind(deadQueue).to(dead).with(name);
    all.addAll(List.of(dead, deadQueue, deadBinding));
  }
}
