package io.qunfa.apiexecutor.wecom;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** api_call_duration_seconds, by API and by what the call came to. */
@Component
class CallTimes {
  private final MeterRegistry meters;

  CallTimes(MeterRegistry meters) {
    this.meters = meters;
  }

  void took(String api, WecomResult<?> result, long nanos) {
    String outcome =
        switch (result) {
          case WecomResult.Done<?> ignored -> "ok";
          case WecomResult.Failed<?> failed -> failed.fault().name().toLowerCase(Locale.ROOT);
          case WecomResult.HeldBack<?> ignored -> "held_back";
          case WecomResult.NotSent<?> ignored -> "not_sent";
          case WecomResult.Misdirected<?> ignored -> "misdirected";
          case WecomResult.NoAnswer<?> ignored -> "no_answer";
        };
    Timer.builder("api.call.duration")
        .description("calls of WeCom's server")
        .tag("api", api)
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(5))
        .maximumExpectedValue(Duration.ofSeconds(60))
        .register(meters)
        .record(Duration.ofNanos(nanos));
  }
}
