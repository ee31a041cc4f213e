package io.qunfa.account.permit;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The clock of an application whose machine is a minute off. Not found by scanning. */
final class SkewedClock {
  private SkewedClock() {}

  static class Ahead {
    @Bean
    @Primary
    InstantSource aheadByAMinute() {
      return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    }
  }

  static class Behind {
    @Bean
    @Primary
    InstantSource behindByAMinute() {
      return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1));
    }
  }
}
