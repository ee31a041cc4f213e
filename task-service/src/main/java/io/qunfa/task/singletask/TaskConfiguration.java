package io.qunfa.task.singletask;

import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TaskConfiguration {
  /** Requests wake the step; this is only the fallback. */
  private static final Duration POLL = Duration.ofSeconds(1);

  @Bean
  CommitTasks commitTasks(WriteTasks writeTasks, Wakes wakes, AcceptanceSettings settings) {
    return new CommitTasks(writeTasks::write, wakes, settings);
  }

  @Bean
  StepPlan commitTasksPlan(CommitTasks commitTasks) {
    return new StepPlan(StepName.COMMIT_TASKS, POLL, commitTasks);
  }

  @Bean
  StepPlan admitTasksPlan(
      WaitingTasks waiting,
      SendingAccounts accounts,
      Audiences audiences,
      WriteAdmitted writeAdmitted,
      AdmissionSettings settings,
      Clock clock) {
    return new StepPlan(
            StepName.ADMIT_TASKS,
            settings.poll(),
            new AdmitTasks(waiting, accounts, audiences, writeAdmitted, settings, clock))
        .gathering(settings.gap());
  }
}
