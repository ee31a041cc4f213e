package io.qunfa.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.util.unit.DataSize;

class LogInTest {
  private static final String MALLORY = "203.0.113.9";
  private static final String ALICE = "203.0.113.10";
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final LoginSettings SETTINGS =
      new LoginSettings(
          Duration.ofHours(8),
          3,
          3,
          Duration.ofMinutes(1),
          1,
          Duration.ofMillis(20),
          DataSize.ofKilobytes(16),
          false);

  private final SlowEncoder encoder = new SlowEncoder();
  private final LogIn logIn =
      new LogIn(
          Administrator.of("admin", "right", encoder),
          new BrakeGuessing(TIME, SETTINGS),
          new IssueToken(
              new NimbusJwtEncoder(
                  new ImmutableSecret<>(new SecretKeySpec(new byte[32], "HmacSHA256"))),
              TIME,
              SETTINGS),
          SETTINGS);

  @Test
  void loginIsAskedToComeBackInsteadOfWaitingWithoutEnd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> guess = threads.submit(() -> logIn.as("root", "slow", MALLORY));
      encoder.busy.await();

      for (int attempt = 0; attempt < 5; attempt++) {
        assertThatThrownBy(() -> logIn.as("admin", "right", ALICE))
            .isInstanceOf(TooManyAttempts.class);
      }

      encoder.go.countDown();
      assertThatThrownBy(guess::get).hasMessageContaining("wrong");
    }
    assertThat(logIn.as("admin", "right", ALICE).expiresIn()).isPositive();
  }

  /** The password "slow" is compared until the test lets it go. */
  private static final class SlowEncoder implements PasswordEncoder {
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public String encode(CharSequence password) {
      return password.toString();
    }

    @Override
    public boolean matches(CharSequence password, String kept) {
      if (password.toString().equals("slow")) {
        busy.countDown();
        try {
          go.await();
        } catch (InterruptedException stopped) {
          throw new AssertionError(stopped);
        }
      }
      return password.toString().equals(kept);
    }
  }
}
