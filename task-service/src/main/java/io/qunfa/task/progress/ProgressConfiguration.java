package io.qunfa.task.progress;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProgressConfiguration {
  private static final Duration RHYTHM = Duration.ofSeconds(1);

  @Bean
  PublishProgress publishProgress(ReadProgress readProgress) {
    return new PublishProgress(readProgress);
  }

  @Bean
  StepPlan publishProgressPlan(PublishProgress publishProgress) {
    return new StepPlan(StepName.PUBLISH_PROGRESS, RHYTHM, publishProgress);
  }
}
