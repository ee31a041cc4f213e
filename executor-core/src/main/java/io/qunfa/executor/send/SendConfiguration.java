package io.qunfa.executor.send;

import io.qunfa.executor.ChannelSender;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.BrokerTopology;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SendConfiguration {
  private static final int RECOVERY_MILLIS = 1000;

  @Bean
  Declarables tasks(ChannelSender channel) {
    return BrokerTopology.taskQueue(channel.channel());
  }

  @Bean
  TopicExchange results() {
    return new TopicExchange(BrokerNames.RESULTS_EXCHANGE);
  }

  @Bean
  SimpleMessageListenerContainer commands(
      ConnectionFactory connections,
      ConsumeCommands consume,
      ChannelSender channel,
      ExecutorSettings settings) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(BrokerNames.queueOf(channel.channel()));
    container.setMessageListener(consume);
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setPrefetchCount(settings.prefetch());
    container.setDefaultRequeueRejected(false);
    container.setMissingQueuesFatal(false);
    container.setRecoveryInterval(RECOVERY_MILLIS);
    // A header of the sender's must not have a body cut into pieces.
    container.setDeBatchingEnabled(false);
    return container;
  }
}
