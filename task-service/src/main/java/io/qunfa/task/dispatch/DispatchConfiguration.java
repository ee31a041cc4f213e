package io.qunfa.task.dispatch;

import io.qunfa.task.permit.AskPermits;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {
  /** Seldom anything is lost, and then until the day ends. */
  private static final Duration LOST_ASKS_EVERY = Duration.ofSeconds(30);

  @Bean
  StepPlan dispatchDueLanesPlan(DispatchDueLanes dispatch, DispatchSettings settings) {
    return new StepPlan(StepName.DISPATCH_DUE_LANES, settings.poll(), dispatch)
        .gathering(settings.gap());
  }

  @Bean
  StepPlan returnLostAsksPlan(LostAsks lostAsks, AskPermits permits, Clock clock) {
    return new StepPlan(
        StepName.RETURN_LOST_ASKS, LOST_ASKS_EVERY, new ReturnLostAsks(lostAsks, permits, clock));
  }
}
