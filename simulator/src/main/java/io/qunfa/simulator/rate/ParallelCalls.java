package io.qunfa.simulator.rate;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.WecomError;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Limits how many calls of one API a corp has under way; one more answers 45033. Thread-safe. */
@Component
public class ParallelCalls {
  private final CurrentSettings settings;
  private final Map<Key, AtomicInteger> underWay = new ConcurrentHashMap<>();

  ParallelCalls(CurrentSettings settings) {
    this.settings = settings;
  }

  /** Takes a place, which must be closed. */
  public Place enter(Corp corp, String api) {
    AtomicInteger calls =
        underWay.computeIfAbsent(new Key(corp.id(), api), key -> new AtomicInteger());
    int limit = settings.get().concurrencyOf(api);
    if (calls.incrementAndGet() > limit && limit > 0) {
      calls.decrementAndGet();
      throw new WecomError(45033);
    }
    return calls::decrementAndGet;
  }

  /** One call under way. */
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  private record Key(String corpId, String api) {}
}
