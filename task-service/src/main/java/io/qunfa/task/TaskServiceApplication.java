package io.qunfa.task;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.store.MysqlClock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts the task service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TaskServiceApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(TaskServiceApplication.class, arguments);
  }

  @Bean
  MysqlClock clock(JdbcClient jdbc) {
    return new MysqlClock(jdbc, InstantSource.system());
  }

  @Bean
  StepPlan lookAtClockPlan(MysqlClock clock) {
    return new StepPlan(StepName.LOOK_AT_CLOCK, Duration.ofSeconds(10), clock::look);
  }
}
