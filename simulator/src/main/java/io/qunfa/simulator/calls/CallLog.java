package io.qunfa.simulator.calls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Counts every call and keeps the last ones. Thread-safe. */
@Component
public class CallLog {
  private static final int KEPT = 2_000;

  private final Deque<CallRecord> last = new ArrayDeque<>(KEPT);
  private final Map<String, ApiCalls> byApi = new TreeMap<>();
  private final Map<String, Long> errors = new TreeMap<>();

  public synchronized void add(CallRecord call) {
    if (last.size() == KEPT) {
      last.removeLast();
    }
    last.addFirst(call);
    byApi.merge(call.api(), new ApiCalls(1, call.at(), call.at()), ApiCalls::plus);
    if (!call.outcome().equals(CallRecord.OK)) {
      errors.merge(call.outcome(), 1L, Long::sum);
    }
  }

  /** The newest calls first, of one API or of all. */
  public synchronized List<CallRecord> last(String api, int limit) {
    List<CallRecord> found = new ArrayList<>();
    for (Iterator<CallRecord> calls = last.iterator(); calls.hasNext() && found.size() < limit; ) {
      CallRecord call = calls.next();
      if (api.isEmpty() || call.api().equals(api)) {
        found.add(call);
      }
    }
    return found;
  }

  public synchronized Map<String, ApiCalls> byApi() {
    return new TreeMap<>(byApi);
  }

  /** How often each errcode other than 0, or each fault, was the outcome. */
  public synchronized Map<String, Long> errors() {
    return new TreeMap<>(errors);
  }

  public synchronized void reset() {
    last.clear();
    byApi.clear();
    errors.clear();
  }

  /** Calls of one API: how many, and when the first and the last arrived (epoch milliseconds). */
  public record ApiCalls(long count, long firstAt, long lastAt) {
    private ApiCalls plus(ApiCalls other) {
      return new ApiCalls(
          count + other.count, Math.min(firstAt, other.firstAt), Math.max(lastAt, other.lastAt));
    }
  }
}
