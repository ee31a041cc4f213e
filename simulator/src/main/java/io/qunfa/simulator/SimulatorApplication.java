package io.qunfa.simulator;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The simulated WeCom server as a web application. */
@SpringBootApplication
public class SimulatorApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(SimulatorApplication.class, arguments);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
