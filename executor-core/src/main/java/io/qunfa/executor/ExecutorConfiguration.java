package io.qunfa.executor;

import io.qunfa.neighbour.NeighbourConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Makes an application with a {@link ChannelSender} an executor. */
@AutoConfiguration(
    after = NeighbourConfiguration.class,
    afterName = {
      "org.springframework.boot.autoconfigure.amqp.RabbitAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
    })
@EnableConfigurationProperties(ExecutorSettings.class)
@ComponentScan
public class ExecutorConfiguration {
  @Bean
  ExecutorName executorName() {
    return ExecutorName.ofThisProcess();
  }
}
