package io.qunfa.task.dispatch;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {
  @Bean
  StepPlan dispatchDueLanesPlan(DispatchDueLanes dispatch, DispatchSettings settings) {
    return new StepPlan(StepName.DISPATCH_DUE_LANES, settings.poll(), dispatch)
        .gathering(settings.gap());
  }
}
