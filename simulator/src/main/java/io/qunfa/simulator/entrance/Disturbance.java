package io.qunfa.simulator.entrance;

import io.qunfa.simulator.fault.FaultKind;
import io.qunfa.simulator.fault.FaultRule;
import io.qunfa.simulator.fault.Faults;
import io.qunfa.simulator.settings.Chance;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import io.qunfa.simulator.token.Tokens;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Makes calls slow, and lets faults strike before or after their effect. */
@Component
class Disturbance {
  private final Faults faults;
  private final CurrentSettings settings;
  private final Tokens tokens;
  private final Pause pause;
  private final AtomicLong calls = new AtomicLong();

  Disturbance(Faults faults, CurrentSettings settings, Tokens tokens, Pause pause) {
    this.faults = faults;
    this.settings = settings;
    this.tokens = tokens;
    this.pause = pause;
  }

  /** Runs the call with what disturbs it. */
  Outcome run(WecomApi api, Call call) throws IOException {
    Optional<FaultRule> fault = faults.strike(api.endpoint());
    Optional<Outcome> instead =
        fault.filter(rule -> !rule.strikesAfterEffect()).flatMap(rule -> strike(rule, call));
    if (instead.isPresent()) {
      return instead.get();
    }
    pause.rest(latency());
    Outcome outcome = undisturbed(api, call);
    return fault
        .filter(FaultRule::strikesAfterEffect)
        .flatMap(rule -> strike(rule, call))
        .orElse(outcome);
  }

  private static Outcome undisturbed(WecomApi api, Call call) throws IOException {
    try {
      Reply reply = api.answer(call);
      return new Outcome.Answered(reply);
    } catch (WecomError refused) {
      return new Outcome.Refused(refused);
    }
  }

  /** What the fault makes of the call; nothing if it only took time. */
  private Optional<Outcome> strike(FaultRule rule, Call call) {
    FaultKind kind = rule.kind();
    return switch (kind) {
      case BUSY, RATE_45009, CONCURRENCY_45033, ERRCODE -> refused(rule);
      case TOKEN_EXPIRED -> {
        tokens.expire(call.token());
        yield refused(rule);
      }
      case TOKEN_INVALID -> {
        tokens.revoke(call.token());
        yield refused(rule);
      }
      case SLOW -> {
        pause.rest(rule.delay());
        yield Optional.empty();
      }
      case HANG -> {
        pause.rest(rule.delay());
        yield Optional.of(new Outcome.Cut(kind));
      }
      case RESET_BEFORE, RESET_AFTER -> Optional.of(new Outcome.Cut(kind));
      case GARBAGE, HTTP_500 -> Optional.of(new Outcome.Spoilt(kind));
    };
  }

  private static Optional<Outcome> refused(FaultRule rule) {
    return Optional.of(new Outcome.Refused(new WecomError(rule.errcode())));
  }

  private Duration latency() {
    Settings now = settings.get();
    long spread = now.latencyMaxMs() - now.latencyMinMs();
    double draw = Chance.of(now.seed(), Chance.Question.LATENCY, calls.incrementAndGet(), 0);
    return Duration.ofMillis(now.latencyMinMs() + (long) (draw * spread));
  }
}
