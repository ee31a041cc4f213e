package io.qunfa.data;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the data service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class DataServiceApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(DataServiceApplication.class, arguments);
  }
}
