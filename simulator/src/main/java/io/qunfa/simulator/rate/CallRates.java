package io.qunfa.simulator.rate;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Counts the calls of each corp and API by minute and by hour. A window begins with its first call;
 * a call over the limit answers 45009, and so does every further one until the window ends.
 * Thread-safe.
 */
@Component
public class CallRates {
  private final Clock clock;
  private final CurrentSettings settings;
  private final Map<Key, Window> windows = new ConcurrentHashMap<>();

  CallRates(Clock clock, CurrentSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  public void count(Corp corp, String api) {
    Settings now = settings.get();
    take(corp, api, Duration.ofMinutes(1), now.ratePerMinute());
    take(corp, api, Duration.ofHours(1), now.ratePerHour());
  }

  public void reset() {
    windows.clear();
  }

  private void take(Corp corp, String api, Duration length, int limit) {
    if (limit > 0
        && !windows
            .computeIfAbsent(new Key(corp.id(), api, length), key -> new Window())
            .take(clock.millis(), length.toMillis(), limit)) {
      throw new WecomError(45009);
    }
  }

  private record Key(String corpId, String api, Duration length) {}

  private static final class Window {
    private long end;
    private int count;

    synchronized boolean take(long now, long length, int limit) {
      if (now >= end) {
        end = now + length;
        count = 0;
      }
      return ++count <= limit;
    }
  }
}
