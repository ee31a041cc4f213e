package io.qunfa.wire;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names that other systems rely on. */
public final class BrokerNames {
  public static final String TASKS_EXCHANGE = "mass_tasks";
  public static final String RESULTS_EXCHANGE = "mass_results";
  public static final String DEAD_LETTERS_EXCHANGE = "mass_dead_letters";
  public static final String TASK_RESULTS_QUEUE = "task_results";
  public static final String DATA_RESULTS_QUEUE = "data_results";
  public static final String ALL_RESULTS = "result.#";

  private static final String DEAD = ".dead";

  private BrokerNames() {}

  public static String queueOf(Channel channel) {
    return channel.text() + "_tasks";
  }

  public static String deadQueueOf(String queue) {
    return queue + DEAD;
  }

  /** The queue whose dead letters come here. */
  public static String sourceOf(String deadQueue) {
    return deadQueue.endsWith(DEAD)
        ? deadQueue.substring(0, deadQueue.length() - DEAD.length())
        : deadQueue;
  }

  /** Every queue that work passes through; each has its dead letters. */
  public static List<String> workQueues() {
    return Stream.concat(
            Stream.of(Channel.values()).map(BrokerNames::queueOf),
            Stream.of(TASK_RESULTS_QUEUE, DATA_RESULTS_QUEUE))
        .toList();
  }

  /** Of a queue of send commands; empty for one of reports. */
  public static Optional<Channel> channelOf(String queue) {
    return Stream.of(Channel.values())
        .filter(channel -> queueOf(channel).equals(queue))
        .findFirst();
  }

  /** {@code executor.{api|ipad|rpa}.{priority}} on {@link #TASKS_EXCHANGE}. */
  public static String routingKey(Channel channel, Priority priority) {
    return "executor." + channel.text() + "." + priority.text();
  }

  public static String bindingOf(Channel channel) {
    return "executor." + channel.text() + ".*";
  }

  /** {@code result.accepted}, {@code result.receipts} … on {@link #RESULTS_EXCHANGE}. */
  public static String resultKey(JobOutcome outcome) {
    return "result."
        + switch (outcome) {
          case JobOutcome.Accepted ignored -> "accepted";
          case JobOutcome.Deferred ignored -> "deferred";
          case JobOutcome.Refused ignored -> "refused";
          case JobOutcome.Unknown ignored -> "unknown";
          case JobOutcome.Absent ignored -> "absent";
          case JobOutcome.Receipts ignored -> "receipts";
          case JobOutcome.Stopped ignored -> "stopped";
          case JobOutcome.Withdrawn ignored -> "withdrawn";
        };
  }
}
