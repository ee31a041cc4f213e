package io.qunfa.task.settlement;

import com.fasterxml.jackson.databind.ObjectMapper;
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

@Configuration(proxyBeanMethods = false)
class SettlementConfiguration {
  /** Deliveries wake the step; this is only the fallback. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private static final long RECONNECT_EVERY_MILLIS = 1000;

  @Bean
  Declarables taskResults() {
    return BrokerTopology.taskResultsQueue();
  }

  @Bean
  JudgeReport judgeReport(SettlementSettings settings) {
    return new JudgeReport(settings);
  }

  @Bean
  ReportInbox reportInbox(ObjectMapper json, Wakes wakes) {
    return new ReportInbox(json, wakes);
  }

  @Bean
  SimpleMessageListenerContainer reportListener(
      ConnectionFactory connections, ReportInbox inbox, SettlementSettings settings) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(BrokerNames.TASK_RESULTS_QUEUE);
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setPrefetchCount(settings.batch());
    container.setDefaultRequeueRejected(false);
    container.setMissingQueuesFatal(false);
    container.setRecoveryInterval(RECONNECT_EVERY_MILLIS);
    // A header of the sender's must not have a body cut into pieces.
    container.setDeBatchingEnabled(false);
    container.setMessageListener(inbox);
    return container;
  }

  @Bean
  StepPlan settleReportsPlan(ReportInbox inbox, SettleBatch settle, SettlementSettings settings) {
    return new StepPlan(
        StepName.SETTLE_REPORTS, POLL, new SettleReports(inbox, settle, settings.batch()));
  }
}
