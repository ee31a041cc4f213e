package io.qunfa.apiexecutor.wecom;

import io.qunfa.ids.CorpId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Keeps this process from calling an API of a corp that it has just called too often: calls during
 * a block fail and may prolong it (wecom-api 7.3). The other processes hear of it through
 * account-service; here it holds at once, and while account-service is away.
 */
@Component
class RateGates {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int LONGER_EACH_TIME = 4;

  private final Map<Key, Gate> gates = new ConcurrentHashMap<>();
  private final WecomSettings settings;
  private final InstantSource time;

  RateGates(WecomSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  /** Zero if the API may be called. */
  Duration closedFor(CorpId corp, String api) {
    Gate gate = gates.get(new Key(corp, api));
    Duration left = gate == null ? Duration.ZERO : Duration.between(time.instant(), gate.opens());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Answers how long the API rests from now on. */
  Duration close(CorpId corp, String api) {
    Instant now = time.instant();
    return gates
        .compute(
            new Key(corp, api),
            (key, last) -> {
              Duration rest = settings.rateWindow();
              if (last != null && now.isBefore(last.opens())) {
                return last;
              }
              if (last != null && now.isBefore(last.opens().plus(last.rest()))) {
                Duration longer = last.rest().multipliedBy(LONGER_EACH_TIME);
                rest = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
              }
              return new Gate(now.plus(rest), rest);
            })
        .rest();
  }

  private record Key(CorpId corp, String api) {}

  private record Gate(Instant opens, Duration rest) {}
}
