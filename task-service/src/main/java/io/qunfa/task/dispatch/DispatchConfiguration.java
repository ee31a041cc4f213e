package io.qunfa.task.dispatch;

import io.qunfa.task.dispatch.DispatchDueLanes.DispatchRhythm;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {
  @Bean
  DispatchRhythm dispatchRhythm(Clock clock, DispatchSettings settings) {
    return new DispatchRhythm(clock, settings);
  }

  @Bean
  StepPlan dispatchDueLanesPlan(DispatchDueLanes dispatch, DispatchSettings settings) {
    return new StepPlan(StepName.DISPATCH_DUE_LANES, settings.poll(), dispatch)
        .gathering(settings.gap());
  }
}
