package io.qunfa.task.stepping;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SteppingConfiguration {
  @Bean
  Wakes wakes() {
    return new Wakes();
  }

  @Bean
  StepRunner stepRunner(List<StepPlan> plans, Wakes wakes, MeterRegistry meters) {
    return new StepRunner(plans, wakes, meters);
  }
}
