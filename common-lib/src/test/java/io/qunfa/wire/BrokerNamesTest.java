package io.qunfa.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Queue;

/** Other systems rely on these names. */
class BrokerNamesTest {

  @Test
  void namesAreTheOnesInTheSeams() {
    assertThat(BrokerNames.TASKS_EXCHANGE).isEqualTo("mass_tasks");
    assertThat(BrokerNames.RESULTS_EXCHANGE).isEqualTo("mass_results");
    assertThat(BrokerNames.queueOf(Channel.RPA)).isEqualTo("rpa_tasks");
    assertThat(BrokerNames.deadQueueOf("api_tasks")).isEqualTo("api_tasks.dead");
    assertThat(BrokerNames.routingKey(Channel.API, Priority.URGENT))
        .isEqualTo("executor.api.urgent");
    assertThat(BrokerNames.bindingOf(Channel.IPAD)).isEqualTo("executor.ipad.*");
  }

  @Test
  void taskQueueNeitherLosesNorLoopsMessages() {
    List<Queue> queues = BrokerTopology.taskQueue(Channel.API).getDeclarablesByType(Queue.class);

    Queue tasks =
        queues.stream()
            .filter(queue -> queue.getName().equals("api_tasks"))
            .findAny()
            .orElseThrow();
    assertThat(tasks.isDurable()).isTrue();
    assertThat(tasks.getArguments())
        .containsEntry("x-queue-type", "quorum")
        .containsEntry("x-overflow", "reject-publish")
        .containsEntry("x-dead-letter-strategy", "at-least-once")
        .containsKey("x-delivery-limit");
    assertThat(queues).extracting(Queue::getName).contains("api_tasks.dead");
  }

  @Test
  void everyQueuesDeadLettersAreKeptWithoutALimitThatWouldDropThem() {
    List<Queue> dead = BrokerTopology.deadQueues().getDeclarablesByType(Queue.class);

    assertThat(dead)
        .extracting(Queue::getName)
        .containsExactlyInAnyOrder(
            "api_tasks.dead",
            "ipad_tasks.dead",
            "rpa_tasks.dead",
            "task_results.dead",
            "data_results.dead");
    assertThat(dead)
        .allSatisfy(
            queue -> assertThat(queue.getArguments()).containsEntry("x-delivery-limit", 1_000_000));
    assertThat(BrokerNames.sourceOf("data_results.dead")).isEqualTo("data_results");
    assertThat(BrokerNames.channelOf("rpa_tasks")).hasValue(Channel.RPA);
    assertThat(BrokerNames.channelOf("task_results")).isEmpty();
  }

  @Test
  void everyDeadLetterHasAQueue() {
    assertThat(BrokerTopology.taskResultsQueue().getDeclarablesByType(Binding.class))
        .anySatisfy(
            binding -> {
              assertThat(binding.getDestination()).isEqualTo("task_results.dead");
              assertThat(binding.getRoutingKey()).isEqualTo("task_results");
            });
  }
}
