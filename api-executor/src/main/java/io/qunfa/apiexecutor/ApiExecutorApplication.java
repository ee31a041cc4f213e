package io.qunfa.apiexecutor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Sends the jobs of the api channel. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ApiExecutorApplication {
  public static void main(String[] args) {
    SpringApplication.run(ApiExecutorApplication.class, args);
  }
}
