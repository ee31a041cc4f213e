package io.qunfa.task.singletask;

import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.singletask.AdmitTasks.AdmissionRhythm;
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
  AdmissionRhythm admissionRhythm(AdmissionSettings settings, Clock clock) {
    return new AdmissionRhythm(settings, clock);
  }

  @Bean
  TaskTurns taskTurns(WaitingTasks waiting, Wakes wakes, AdmissionSettings settings, Clock clock) {
    return new TaskTurns(waiting, wakes, settings, clock);
  }

  @Bean
  StepPlan admitTasksPlan(
      WaitingTasks waiting,
      SendingAccounts accounts,
      Audiences audiences,
      WriteAdmitted writeAdmitted,
      TaskTurns turns,
      AdmissionRhythm rhythm) {
    return new StepPlan(
            StepName.ADMIT_TASKS,
            rhythm.settings().poll(),
            new AdmitTasks(turns, waiting, accounts, audiences, writeAdmitted, rhythm))
        .withThreads(rhythm.settings().corpsAtOnce())
        .gathering(rhythm.settings().gap());
  }
}
