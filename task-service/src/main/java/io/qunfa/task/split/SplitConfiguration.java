package io.qunfa.task.split;

import io.qunfa.neighbour.Neighbours;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SplitConfiguration {
  /** What a signal of another process announced is found by then. */
  private static final Duration POLL = Duration.ofSeconds(1);

  @Bean
  StepPlan splitJobsPlan(
      JobSplits splits,
      ReturnSplitPermits permits,
      WriteSplit writeSplit,
      Neighbours neighbours,
      Clock clock) {
    return new StepPlan(
        StepName.SPLIT_JOBS,
        POLL,
        new SplitJobs(splits, permits, writeSplit, neighbours.dataService(), clock));
  }
}
