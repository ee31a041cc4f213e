package io.qunfa.task.followup;

import io.qunfa.task.lane.Lanes;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class FollowUpConfiguration {
  @Bean
  StepPlan endFollowUpsPlan(
      JdbcClient jdbc,
      Lanes lanes,
      Outbox outbox,
      TransactionOperations transaction,
      FollowUpSettings settings,
      Clock clock) {
    return new StepPlan(
        StepName.END_FOLLOW_UPS,
        settings.endEvery(),
        new EndFollowUps(jdbc, lanes, outbox, transaction, settings, clock));
  }
}
