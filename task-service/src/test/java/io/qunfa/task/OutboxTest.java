package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.ids.CampaignId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Binding;
import org.springframework.beans.factory.annotation.Autowired;

class OutboxTest extends TaskServiceTest {
  private final AmqpAdmin broker;

  OutboxTest(@Autowired AmqpAdmin broker) {
    this.broker = broker;
  }

  @Test
  void aKilledBrokerLosesNothing() {
    accountsWithOneJobEach(20, 10);
    CampaignId campaign = aDraft();
    // A broker of version 3.10 forgets a quorum queue if it is killed within a second or two of its
    // declaration, so the queues are given time to reach the disk.
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    LocalServers.shared().rabbit().kill();
    try {
      post("/api/v1/campaigns/" + campaign + ":launch", Map.of());
      eventually().until(() -> messagesInOutbox(campaign) == 20);
    } finally {
      LocalServers.shared().rabbit().start();
    }

    List<SendCommand> commands = commandsOf(campaign, 20);
    assertThat(commands).extracting(SendCommand::jobNo).contains(1, 20);
    eventually().until(() -> messagesInOutbox(campaign) == 0);
  }

  @Test
  void aMessageThatNoQueueWantsStaysAndIsTriedAgain() {
    accountsWithOneJobEach(1, 10);
    Binding binding =
        new Binding(
            "api_tasks", Binding.DestinationType.QUEUE, "mass_tasks", "executor.api.*", null);
    broker.removeBinding(binding);
    CampaignId campaign;
    try {
      campaign = aLaunchedCampaign();
      eventually().until(() -> problemOf(campaign).contains("NO_ROUTE"));
    } finally {
      broker.declareBinding(binding);
    }
    CLOCK.advance(Duration.ofSeconds(11));

    assertThat(commandsOf(campaign, 1)).hasSize(1);
    eventually().until(() -> messagesInOutbox(campaign) == 0);
  }

  @Test
  void messagesAreSmallAndPersistent() {
    accountsWithOneJobEach(1, 10_000);
    CampaignId campaign = aLaunchedCampaign();

    SendCommand command = nextCommandOf(campaign, 1);

    assertThat(command.recipients()).isEqualTo(10_000);
    assertThat(RECEIVED_SIZES.get(command.jobId())).isLessThan(1024);
  }

  private int messagesInOutbox(CampaignId campaign) {
    return jdbc.sql("select count(*) from outbox where message_id like ?")
        .param(campaign + "-%")
        .query(Integer.class)
        .single();
  }

  private String problemOf(CampaignId campaign) {
    return jdbc.sql("select coalesce(max(problem), '') from outbox where message_id like ?")
        .param(campaign + "-%")
        .query(String.class)
        .single();
  }
}
