package io.qunfa.apiexecutor.slice;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.qunfa.executor.Slots;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettleCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Gives out turns to call APIs, taken from account-service in slices that all threads of the
 * process share. As long as calls follow each other, a slice costs one question, which also settles
 * the one before. No answer is no leave.
 */
@Component
public class CallSlices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CallSlices.class);

  private final ReserveSlices reserve;
  private final SliceSettings settings;
  private final InstantSource time;
  private final LateAnswers late;
  private final Complaints complaints;
  private final Slots places = new Slots();

  /** Held by nobody: with calls left, or waiting to be settled with the next question. */
  private final Map<Api, Deque<Slice>> kept = new ConcurrentHashMap<>();

  /** One party is this object, one each turn and each slice that is given back at the end. */
  private final Phaser inWork = new Phaser(1);

  private volatile boolean closed;

  CallSlices(ReserveSlices reserve, SliceSettings settings, InstantSource time) {
    this.reserve = reserve;
    this.settings = settings;
    this.time = time;
    this.late = new LateAnswers(reserve, settings, time);
    this.complaints = new Complaints(reserve, settings, time);
  }

  /** Waits for a slice that others use, and for account-service, both within limits. */
  public Turn take(Api api) {
    Slots.Wanted place = new Slots.Wanted(api.toString(), settings.atOnce(), 1);
    try {
      Optional<Slots.Held> held = places.take(List.of(place), settings.patience());
      return held.isPresent()
          ? turn(api, held.get())
          : denied("other calls of " + api.name() + " take long");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return denied("the process is stopping");
    }
  }

  private Turn turn(Api api, Slots.Held place) {
    inWork.register();
    Turn turn = denied("the process is stopping");
    try {
      if (!closed) {
        turn = turnInPlace(api, place);
      }
      return turn;
    } finally {
      if (!(turn instanceof Turn.Granted)) {
        left(place);
      }
    }
  }

  private Turn turnInPlace(Api api, Slots.Held place) {
    Slice slice = keptOf(api).pollFirst();
    if (slice != null && slice.mayCall(time.instant())) {
      return new Turn.Granted(this, slice, place);
    }
    if (!complaints.areTold(api)) {
      putBack(slice);
      return denied("account-service has not heard yet what WeCom complained about");
    }
    return next(api, slice, place);
  }

  /**
   * @param over settled with the question
   */
  private Turn next(Api api, @Nullable Slice over, Slots.Held place) {
    LateAnswers.Ask ask = late.next(api);
    Instant asked = time.instant();
    Decision decision;
    try {
      decision = reserve.reserve(api, ask.reference(), over == null ? null : over.settlement());
    } catch (RestClientException away) {
      // The settlement may not have been heard: told again with the next question.
      putBack(over);
      late.unanswered(ask);
      return denied("account-service does not answer: " + away.getMessage());
    }
    Slice slice = sliceOf(api, decision, asked);
    if (slice == null) {
      if (decision.decidedBy() == Limit.LIMITER_UNAVAILABLE) {
        // Redis may still come to it.
        late.unanswered(ask);
      }
      return new Turn.Denied(
          decision.retryAfter(),
          "account-service lets nobody call " + api.name() + ": " + decision.decidedBy());
    }
    if (closed) {
      putBack(slice);
      return denied("the process is stopping");
    }
    return new Turn.Granted(this, slice, place);
  }

  private static @Nullable Slice sliceOf(Api api, Decision decision, Instant asked) {
    return decision.permitId() == null || decision.life() == null
        ? null
        : new Slice(api, decision.permitId(), asked.plus(decision.life()), decision.granted());
  }

  private Turn denied(String why) {
    return new Turn.Denied(settings.retry(), why);
  }

  /** A complaint is told at once, so that the others stop; the rest of the slice goes back. */
  void ended(Slice slice, Slots.Held place, Ending ending) {
    try {
      slice.end(ending);
      if (ending.cause() != null) {
        complaints.tell(slice.api(), slice.settlement(ending));
      } else {
        keep(slice);
      }
    } finally {
      left(place);
    }
  }

  private void keep(Slice slice) {
    int made = slice.made();
    Deque<Slice> ofApi = keptOf(slice.api());
    ofApi.addFirst(slice);
    Later.run(
        settings.idle(),
        () -> {
          if (slice.made() == made && ofApi.remove(slice)) {
            reserve.settle(slice.settlement());
          }
        });
  }

  private void putBack(@Nullable Slice slice) {
    if (slice != null) {
      keptOf(slice.api()).addFirst(slice);
    }
  }

  private void left(Slots.Held place) {
    place.close();
    if (closed) {
      giveBackWhatIsLeft();
    }
    inWork.arriveAndDeregister();
  }

  /** No more turns. What is left goes back, all at once, also of turns that end in time. */
  @Override
  public void close() {
    closed = true;
    giveBackWhatIsLeft();
    try {
      inWork.awaitAdvanceInterruptibly(
          inWork.arrive(), settings.closeWithin().toMillis(), MILLISECONDS);
    } catch (TimeoutException tooLong) {
      log.warn(
          "Some calls or settlements last longer than {}; what they hold ends by itself",
          settings.closeWithin());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveBackWhatIsLeft() {
    complaints.takeAll().forEach(this::giveBack);
    late.takeAll().forEach(this::giveBack);
    for (Deque<Slice> slices : kept.values()) {
      for (Slice slice = slices.pollFirst(); slice != null; slice = slices.pollFirst()) {
        giveBack(slice.settlement());
      }
    }
  }

  private void giveBack(SettleCalls settlement) {
    inWork.register();
    Thread.startVirtualThread(
        () -> {
          try {
            reserve.settle(settlement);
          } finally {
            inWork.arriveAndDeregister();
          }
        });
  }

  private Deque<Slice> keptOf(Api api) {
    return kept.computeIfAbsent(api, any -> new ConcurrentLinkedDeque<>());
  }
}
