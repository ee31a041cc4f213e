package io.qunfa.apiexecutor.slice;

import io.qunfa.permit.SettleCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Asks for slices whose answer has not come: they may have been granted all the same, and hold a
 * place among the calls under way. Who asks next asks under their reference and gets what they got;
 * if nobody does, it is given back. Each is used again before there is another, so they are few.
 */
final class LateAnswers {
  /** Longer than a slice that nobody settles holds its place. */
  private static final Duration WORTH_IT = Duration.ofMinutes(2);

  private final ReserveSlices reserve;
  private final SliceSettings settings;
  private final InstantSource time;
  private final Map<Api, Deque<Ask>> unanswered = new ConcurrentHashMap<>();

  LateAnswers(ReserveSlices reserve, SliceSettings settings, InstantSource time) {
    this.reserve = reserve;
    this.settings = settings;
    this.time = time;
  }

  /** One that has no answer yet, or a new one. */
  Ask next(Api api) {
    Ask late = of(api).pollFirst();
    return late == null ? new Ask(api, UUID.randomUUID().toString(), time.instant()) : late;
  }

  void unanswered(Ask ask) {
    of(ask.api()).addFirst(ask);
    Later.run(settings.idle(), () -> giveBack(ask));
  }

  private void giveBack(Ask ask) {
    boolean nobodyTookIt = of(ask.api()).remove(ask);
    boolean worthIt = time.instant().isBefore(ask.first().plus(WORTH_IT));
    if (nobodyTookIt && !reserve.settle(unused(ask)) && worthIt) {
      of(ask.api()).addFirst(ask);
      Later.run(settings.retry(), () -> giveBack(ask));
    }
  }

  /** What has to be said so that none of them holds a place. They are forgotten here. */
  List<SettleCalls> takeAll() {
    List<SettleCalls> all = new ArrayList<>();
    for (Deque<Ask> asks : unanswered.values()) {
      for (Ask ask = asks.pollFirst(); ask != null; ask = asks.pollFirst()) {
        all.add(unused(ask));
      }
    }
    return all;
  }

  private SettleCalls unused(Ask ask) {
    return reserve.unused(ask.api(), ask.reference());
  }

  private Deque<Ask> of(Api api) {
    return unanswered.computeIfAbsent(api, any -> new ConcurrentLinkedDeque<>());
  }

  /**
   * @param first when it was asked for the first time
   */
  record Ask(Api api, String reference, Instant first) {}
}
