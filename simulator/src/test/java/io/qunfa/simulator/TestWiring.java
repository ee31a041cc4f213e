package io.qunfa.simulator;

import io.qunfa.fixture.MutableClock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

@TestConfiguration(proxyBeanMethods = false)
class TestWiring {
  @Bean
  @Primary
  MutableClock mutableClock() {
    return MutableClock.standing();
  }

  @Bean
  Wecom wecom(Environment environment, MutableClock clock) {
    return new Wecom(environment, clock);
  }
}
