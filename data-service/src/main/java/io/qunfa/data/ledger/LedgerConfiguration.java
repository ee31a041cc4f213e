package io.qunfa.data.ledger;

import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.BrokerTopology;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  Declarables dataResults() {
    return BrokerTopology.dataResultsQueue();
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService ledgerThreads() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * One consumer, because the reports of a job must be recorded in their order; the lanes make the
   * speed. The queue gives them to one replica at a time.
   */
  @Bean
  SimpleMessageListenerContainer reportsContainer(
      ConnectionFactory broker, ReceiveReports receiveReports, LedgerSettings settings) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(broker);
    container.setQueueNames(BrokerNames.DATA_RESULTS_QUEUE);
    container.setConsumerBatchEnabled(true);
    // Batches of consumers switch on what this header asks for: to cut a body into pieces. A body
    // that cannot be cut would take the messages gathered before it along.
    container.addAfterReceivePostProcessors(
        message -> {
          message.getMessageProperties().getHeaders().remove(MessageProperties.SPRING_BATCH_FORMAT);
          return message;
        });
    container.setBatchSize(settings.batch());
    container.setPrefetchCount(settings.batch() * 2);
    container.setReceiveTimeout(settings.gatherFor().toMillis());
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setDefaultRequeueRejected(false);
    container.setMissingQueuesFatal(false);
    container.setMessageListener(receiveReports);
    return container;
  }
}
