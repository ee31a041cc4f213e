package io.qunfa.task.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.channel.Channel;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.wire.BrokerTopology;
import java.time.Clock;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
  @Bean
  StepPlan relayOutboxPlan(
      OutboxRows rows,
      RabbitTemplate template,
      OutboxSettings settings,
      Clock clock,
      MeterRegistry meters) {
    PublishBatch publish = new PublishBatch(template, settings);
    return new StepPlan(
        StepName.RELAY_OUTBOX,
        settings.poll(),
        new RelayOutbox(rows, publish, settings, clock, meters));
  }

  /** Declared by the publisher too, so that jobs wait in their queue for the first executor. */
  @Bean
  Declarables apiTasks() {
    return BrokerTopology.taskQueue(Channel.API);
  }

  @Bean
  Declarables dataResults() {
    return BrokerTopology.dataResultsQueue();
  }
}
