package io.qunfa.simulator.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.calls.CallLog.ApiCalls;
import io.qunfa.simulator.task.Tally;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator received.
 *
 * @param calls how many calls of each API
 * @param errors how many calls ended with each errcode other than 0, or with each fault that left
 *     no errcode
 * @param firstCallAt when the first add_msg_template arrived, in epoch milliseconds; null before
 *     that
 * @param lastCallAt when the last add_msg_template arrived
 * @param tally tasks and recipients; its fields stand beside the others
 */
record Received(
    Map<String, Long> calls,
    Map<String, Long> errors,
    @Nullable Long firstCallAt,
    @Nullable Long lastCallAt,
    @JsonUnwrapped Tally.Report tally) {
  private static final String SENDING = "add_msg_template";

  static Received of(CallLog log, Tally.Report tally) {
    Map<String, ApiCalls> byApi = log.byApi();
    Map<String, Long> counts = new TreeMap<>();
    byApi.forEach((api, calls) -> counts.put(api, calls.count()));
    ApiCalls sending = byApi.get(SENDING);
    return new Received(
        counts,
        log.errors(),
        sending == null ? null : sending.firstAt(),
        sending == null ? null : sending.lastAt(),
        tally);
  }
}
