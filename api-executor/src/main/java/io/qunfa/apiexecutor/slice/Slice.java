package io.qunfa.apiexecutor.slice;

import io.qunfa.permit.SettleCalls;
import java.time.Instant;

/**
 * Some calls of one API, to be made one after another. For one thread at a time; it is handed on
 * through a concurrent queue.
 */
final class Slice {
  private final Api api;
  private final String permitId;
  private final Instant endsAt;
  private int left;
  private int made;

  Slice(Api api, String permitId, Instant endsAt, int calls) {
    this.api = api;
    this.permitId = permitId;
    this.endsAt = endsAt;
    this.left = calls;
  }

  Api api() {
    return api;
  }

  boolean mayCall(Instant now) {
    return left > 0 && now.isBefore(endsAt);
  }

  void end(Ending ending) {
    if (ending.made()) {
      left--;
      made++;
    }
  }

  int made() {
    return made;
  }

  /** Nothing was complained about. */
  SettleCalls settlement() {
    return settlement(Ending.MADE);
  }

  SettleCalls settlement(Ending last) {
    return new SettleCalls(api.tenant(), permitId, made, last.cause(), last.rest());
  }
}
