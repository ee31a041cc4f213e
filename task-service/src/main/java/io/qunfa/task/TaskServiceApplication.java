package io.qunfa.task;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the task service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TaskServiceApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(TaskServiceApplication.class, arguments);
  }

  /**
   * Whole milliseconds, as the columns hold them: a time that MySQL rounded up would lie in the
   * future of the one who wrote it.
   */
  @Bean
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }
}
