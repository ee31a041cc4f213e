package io.qunfa.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.gateway.identity.BrakeGuessing.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BrakeGuessingTest {
  private static final Origin MALLORY = new Origin("admin", "203.0.113.9");
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final BrakeGuessing brake =
      new BrakeGuessing(
          now::get,
          new LoginSettings(
              Duration.ofHours(8),
              3,
              10,
              PAUSE,
              2,
              Duration.ofSeconds(2),
              DataSize.ofKilobytes(16),
              false));

  @Test
  void fourthAttemptHasToWait() {
    attempts(3);

    assertThat(brake.begin(MALLORY)).isEqualTo(PAUSE);
  }

  @Test
  void waitingEndsWithThePause() {
    attempts(4);
    pass(Duration.ofSeconds(20));
    assertThat(brake.begin(MALLORY)).isEqualTo(Duration.ofSeconds(40));

    pass(Duration.ofSeconds(40));

    assertThat(brake.begin(MALLORY)).isZero();
  }

  @Test
  void successForgetsWhatWasWrongBefore() {
    attempts(2);

    brake.succeeded(MALLORY);

    attempts(3);
    assertThat(brake.begin(MALLORY)).isPositive();
  }

  @Test
  void othersAreNotBraked() {
    attempts(4);

    assertThat(brake.begin(new Origin("admin", "203.0.113.10"))).isZero();
    assertThat(brake.begin(new Origin("operator", "203.0.113.9"))).isZero();
  }

  @Test
  void madeUpNamesRunIntoTheLimitOfTheirAddress() {
    for (int name = 0; name < 10; name++) {
      assertThat(brake.begin(new Origin("name " + name, "203.0.113.9"))).isZero();
    }

    assertThat(brake.begin(new Origin("name 11", "203.0.113.9"))).isEqualTo(PAUSE);
    assertThat(brake.begin(new Origin("admin", "203.0.113.10"))).isZero();
    pass(PAUSE);
    assertThat(brake.begin(new Origin("name 11", "203.0.113.9"))).isZero();
  }

  @Test
  void brakedNameDoesNotUseUpItsAddress() {
    attempts(40);

    assertThat(brake.begin(new Origin("operator", "203.0.113.9"))).isZero();
  }

  @Test
  void rightAttemptsNeverBrakeTheirAddress() {
    for (int login = 0; login < 100; login++) {
      assertThat(brake.begin(MALLORY)).isZero();
      brake.succeeded(MALLORY);
    }
  }

  @Test
  void attemptThatWasNotMadeDoesNotCount() {
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThat(brake.begin(MALLORY)).isZero();
      brake.withdrawn(MALLORY);
    }
  }

  private void attempts(int number) {
    for (int attempt = 0; attempt < number; attempt++) {
      boolean free = attempt < 3;
      assertThat(brake.begin(MALLORY).isZero()).isEqualTo(free);
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
