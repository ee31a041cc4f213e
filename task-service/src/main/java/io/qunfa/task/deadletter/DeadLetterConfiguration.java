package io.qunfa.task.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.BrokerTopology;
import java.time.Duration;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {
  /** Deliveries wake the step; this is only the fallback. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private static final long RECONNECT_EVERY_MILLIS = 1000;

  /** Bodies may be large and are few. */
  private static final int PREFETCH = 10;

  @Bean
  Declarables deadQueues() {
    return BrokerTopology.deadQueues();
  }

  @Bean
  DeadInbox deadInbox(Wakes wakes) {
    return new DeadInbox(wakes);
  }

  @Bean
  SimpleMessageListenerContainer deadMessageListener(
      ConnectionFactory connections, DeadInbox inbox) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(
        BrokerNames.workQueues().stream().map(BrokerNames::deadQueueOf).toArray(String[]::new));
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setPrefetchCount(PREFETCH);
    container.setDefaultRequeueRejected(false);
    container.setMissingQueuesFatal(false);
    container.setRecoveryInterval(RECONNECT_EVERY_MILLIS);
    // A header of the sender's must not have a body cut into pieces.
    container.setDeBatchingEnabled(false);
    container.setMessageListener(inbox);
    return container;
  }

  @Bean
  StepPlan keepDeadMessagesPlan(
      DeadInbox inbox,
      ReadDeadMessage read,
      LetterBook letters,
      TransactionOperations transaction) {
    return new StepPlan(
        StepName.KEEP_DEAD_MESSAGES, POLL, new KeepDeadMessages(inbox, read, letters, transaction));
  }

  @Bean
  StepPlan countDeadLettersPlan(
      JdbcClient jdbc, MeterRegistry meters, DeadLetterSettings settings) {
    return new StepPlan(
        StepName.COUNT_DEAD_LETTERS, settings.countEvery(), new CountDeadLetters(jdbc, meters));
  }
}
