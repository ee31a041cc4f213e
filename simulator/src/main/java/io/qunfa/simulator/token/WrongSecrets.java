package io.qunfa.simulator.token;

import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Blocks a source address for an hour that tried too many wrong secrets within an hour.
 * Thread-safe.
 */
@Component
public class WrongSecrets {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Clock clock;
  private final CurrentSettings settings;
  private final Map<String, Tries> tries = new ConcurrentHashMap<>();

  WrongSecrets(Clock clock, CurrentSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  void refuseBlocked(String address) {
    Tries known = tries.get(address);
    int limit = settings.get().wrongSecretLimit();
    if (known != null
        && limit > 0
        && known.count() >= limit
        && clock.instant().isBefore(known.end())) {
      throw new WecomError(45009, "too many wrong secrets");
    }
  }

  void count(String address) {
    Instant now = clock.instant();
    int limit = settings.get().wrongSecretLimit();
    tries.compute(
        address,
        (same, known) -> {
          boolean running = known != null && now.isBefore(known.end());
          int count = running ? known.count() + 1 : 1;
          Instant end = running && count != limit ? known.end() : now.plus(WINDOW);
          return new Tries(count, end);
        });
  }

  public void reset() {
    tries.clear();
  }

  private record Tries(int count, Instant end) {}
}
