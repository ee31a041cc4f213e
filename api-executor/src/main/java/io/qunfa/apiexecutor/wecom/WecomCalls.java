package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.apiexecutor.slice.Api;
import io.qunfa.apiexecutor.slice.CallSlices;
import io.qunfa.apiexecutor.slice.Ending;
import io.qunfa.apiexecutor.slice.Turn;
import io.qunfa.permit.PushBack;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Calls WeCom only where it may be called: no API that rests, and none without a permit. A call
 * that sends has that of its job; every other takes its turn in a slice.
 */
@Component
class WecomCalls {
  private static final String SENDS = "add_msg_template";

  private final WecomHttp http;
  private final RateGates gates;
  private final CallSlices slices;
  private final CallTimes times;

  WecomCalls(WecomHttp http, RateGates gates, CallSlices slices, CallTimes times) {
    this.http = http;
    this.gates = gates;
    this.slices = slices;
    this.times = times;
  }

  /** POSTs and answers the whole reply if its errcode is 0 or missing. */
  WecomResult<JsonNode> post(WecomHttp.Exchange exchange) {
    Duration closed = gates.closedFor(exchange.authority().corp(), exchange.api());
    if (closed.isPositive()) {
      return heldBack(exchange, closed, "WeCom was called too often");
    }
    return exchange.api().equals(SENDS) ? call(exchange) : inTurn(exchange);
  }

  private WecomResult<JsonNode> inTurn(WecomHttp.Exchange exchange) {
    Authority authority = exchange.authority();
    return switch (slices.take(new Api(authority.tenant(), authority.corp(), exchange.api()))) {
      case Turn.Denied denied -> heldBack(exchange, denied.retryAfter(), denied.why());
      case Turn.Granted turn -> {
        // Whatever is thrown, the call may have been made.
        Ending ending = Ending.MADE;
        try {
          WecomResult<JsonNode> result = call(exchange);
          ending = endingOf(result);
          yield result;
        } finally {
          turn.end(ending);
        }
      }
    };
  }

  private WecomResult<JsonNode> call(WecomHttp.Exchange exchange) {
    long began = System.nanoTime();
    WecomResult<JsonNode> result = http.post(exchange);
    times.took(exchange.api(), result, System.nanoTime() - began);
    return result instanceof WecomResult.Failed<JsonNode> failed
            && failed.fault() == WecomFault.TOO_OFTEN
        ? failed.resting(gates.close(exchange.authority().corp(), exchange.api()))
        : result;
  }

  private WecomResult<JsonNode> heldBack(
      WecomHttp.Exchange exchange, Duration retryAfter, String why) {
    WecomResult<JsonNode> held = new WecomResult.HeldBack<>(retryAfter, why);
    times.took(exchange.api(), held, 0);
    return held;
  }

  private static Ending endingOf(WecomResult<JsonNode> result) {
    return switch (result) {
      case WecomResult.Failed<JsonNode> failed when failed.fault() == WecomFault.TOO_OFTEN ->
          Ending.pushedBack(PushBack.RATE, failed.retryAfter());
      case WecomResult.Failed<JsonNode> failed when failed.fault() == WecomFault.TOO_MANY_AT_ONCE ->
          Ending.pushedBack(PushBack.CONCURRENCY, Duration.ZERO);
      case WecomResult.NotSent<JsonNode> notSent -> Ending.NOT_MADE;
      case WecomResult<JsonNode> made -> Ending.MADE;
    };
  }
}
