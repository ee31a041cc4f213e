package io.qunfa.apiexecutor.slice;

import io.qunfa.permit.SettleCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Set<Ask> returning = ConcurrentHashMap.newKeySet();

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
    if (of(ask.api()).remove(ask)) {
      returning.add(ask);
      sayUnused(ask);
    }
  }

  /**
   * From now on nobody asks under its reference: what got no answer may still be on its way, and
   * would take a slice that is in use.
   */
  private void sayUnused(Ask ask) {
    boolean worthIt = time.instant().isBefore(ask.first().plus(WORTH_IT));
    if (returning.contains(ask) && !reserve.settle(unused(ask)) && worthIt) {
      Later.run(settings.retry(), () -> sayUnused(ask));
    } else {
      returning.remove(ask);
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
    for (Ask ask : List.copyOf(returning)) {
      if (returning.remove(ask)) {
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
