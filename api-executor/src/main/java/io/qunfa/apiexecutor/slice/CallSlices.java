package io.qunfa.apiexecutor.slice;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.qunfa.executor.Slots;
import io.qunfa.permit.ReservePermits.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Gives out turns to call APIs, taken from account-service in slices that all threads of the
 * process share. As long as calls follow each other, a slice costs one question, which also settles
 * the one before. No answer is no leave.
 */
@Component
public class CallSlices implements AutoCloseable {
  private final ReserveSlices reserve;
  private final SliceSettings settings;
  private final InstantSource time;
  private final Executor afterIdle;
  private final Slots places = new Slots();

  /** Held by nobody: with calls left, or waiting to be settled with the next question. */
  private final Map<Api, Deque<Slice>> kept = new ConcurrentHashMap<>();

  CallSlices(ReserveSlices reserve, SliceSettings settings, InstantSource time) {
    this.reserve = reserve;
    this.settings = settings;
    this.time = time;
    this.afterIdle =
        CompletableFuture.delayedExecutor(
            settings.idle().toMillis(), MILLISECONDS, Thread::startVirtualThread);
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
    boolean granted = false;
    Slice untold = null;
    try {
      Slice slice = keptOf(api).pollFirst();
      if (slice == null || !slice.mayCall(time.instant())) {
        Instant asked = time.instant();
        untold = slice;
        Decision decision = reserve.reserve(api, slice == null ? null : slice.settlement());
        untold = null;
        slice = sliceOf(api, decision, asked);
        if (slice == null) {
          return new Turn.Denied(
              decision.retryAfter(),
              "account-service lets nobody call " + api.name() + ": " + decision.decidedBy());
        }
      }
      granted = true;
      return new Turn.Granted(this, slice, place);
    } catch (RestClientException away) {
      if (untold != null) {
        // Its settlement may not have been heard: told again with the next question.
        keptOf(api).addFirst(untold);
      }
      return denied("account-service does not answer: " + away.getMessage());
    } finally {
      if (!granted) {
        place.close();
      }
    }
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
  void ended(Slice slice, Ending ending) {
    slice.end(ending);
    if (ending.cause() != null) {
      reserve.settle(slice.settlement(ending));
      return;
    }
    int made = slice.made();
    Deque<Slice> ofApi = keptOf(slice.api());
    ofApi.addFirst(slice);
    afterIdle.execute(
        () -> {
          if (slice.made() == made && ofApi.remove(slice)) {
            reserve.settle(slice.settlement());
          }
        });
  }

  /** What is left goes back. */
  @Override
  public void close() {
    kept.values()
        .forEach(
            ofApi -> {
              for (Slice slice = ofApi.pollFirst(); slice != null; slice = ofApi.pollFirst()) {
                reserve.settle(slice.settlement());
              }
            });
  }

  private Deque<Slice> keptOf(Api api) {
    return kept.computeIfAbsent(api, any -> new ConcurrentLinkedDeque<>());
  }
}
