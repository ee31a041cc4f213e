package io.qunfa.task.lane;

import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class LaneConfiguration {
  /** A safety net, so slow. */
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /** A resumed account sends again about two seconds later: account-service may know it in one. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  @Bean
  StepPlan wakeWorkingAccountsPlan(
      JdbcClient jdbc, SendingAccounts accounts, Wakes wakes, Clock clock) {
    return new StepPlan(
        StepName.WAKE_WORKING_ACCOUNTS,
        ASK_EVERY,
        new WakeWorkingAccounts(jdbc, accounts, wakes, clock));
  }

  @Bean
  StepPlan wakeForgottenLanesPlan(JdbcClient jdbc, Wakes wakes, Clock clock) {
    return new StepPlan(
        StepName.WAKE_FORGOTTEN_LANES, LOOK_EVERY, new WakeForgottenLanes(jdbc, wakes, clock));
  }
}
