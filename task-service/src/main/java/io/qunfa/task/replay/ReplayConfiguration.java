package io.qunfa.task.replay;

import io.qunfa.task.deadletter.LetterBook;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {
  @Bean
  StepPlan replayDeadLettersPlan(
      JdbcClient jdbc,
      TransactionOperations transaction,
      LetterBook book,
      DecideLetter decide,
      AutomaticReplaySettings settings,
      Clock clock) {
    return new StepPlan(
        StepName.REPLAY_DEAD_LETTERS,
        settings.poll(),
        new ReplayByItself(jdbc, transaction, book, decide, settings, clock));
  }
}
