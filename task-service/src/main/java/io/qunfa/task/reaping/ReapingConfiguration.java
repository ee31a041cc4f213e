package io.qunfa.task.reaping;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReapingConfiguration {
  @Bean
  ReapOverdueJobs.Deadlines reapingDeadlines(Clock clock, ReapingSettings settings) {
    return new ReapOverdueJobs.Deadlines(clock, settings);
  }

  @Bean
  StepPlan reapOverdueJobsPlan(ReapOverdueJobs reap, ReapingSettings settings) {
    return new StepPlan(
        StepName.REAP_OVERDUE_JOBS,
        settings.poll(),
        () -> {
          boolean returned = reap.returnDispatched();
          boolean declared = reap.declareUnknown();
          return returned || declared;
        });
  }
}
