package io.qunfa.data;

import io.qunfa.fixture.MutableClock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/** The whole service with its real servers, once for all tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = DataServiceApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = RealServers.class)
@Import({Operator.class, Ledgers.class, DataServiceTest.Time.class})
public @interface DataServiceTest {
  /** Time that tests can set. */
  @TestConfiguration
  class Time {
    static final MutableClock CLOCK = MutableClock.running();

    @Bean
    @Primary
    Clock mutableClock() {
      return CLOCK;
    }
  }
}
