package io.qunfa.account.permit;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The clock of an application whose machine is a minute off. Not found by scanning. */
final class SkewedClock {
  private static volatile Duration moved = Duration.ZERO;

  private SkewedClock() {}

  /** Where Redis' clock has been moved, these follow. */
  static void follow(MovedClock redis) {
    moved = redis.moved();
  }

  static void followNobody() {
    moved = Duration.ZERO;
  }

  private static InstantSource offBy(Duration by) {
    Clock real = Clock.systemUTC();
    return () -> real.instant().plus(moved).plus(by);
  }

  static class Ahead {
    @Bean
    @Primary
    InstantSource aheadByAMinute() {
      return offBy(Duration.ofMinutes(1));
    }
  }

  static class Behind {
    @Bean
    @Primary
    InstantSource behindByAMinute() {
      return offBy(Duration.ofMinutes(-1));
    }
  }
}
