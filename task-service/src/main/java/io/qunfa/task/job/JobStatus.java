package io.qunfa.task.job;

/**
 * Where a send job stands. A deferral brings it back to READY. The SQL of every change repeats the
 * guard: {@code where status = :seen}.
 */
public enum JobStatus {
  READY,
  DISPATCHED,
  SENDING,
  ACCEPTED,
  REFUSED,
  UNKNOWN,
  DEAD,
  CANCELLED;

  public boolean mayBecome(JobStatus next) {
    return switch (this) {
      // ACCEPTED: the late answer of an earlier epoch that was believed absent.
      case READY -> next == DISPATCHED || next == ACCEPTED || next == CANCELLED || next == DEAD;
      case DISPATCHED ->
          next == SENDING
              || next == READY
              || next == ACCEPTED
              || next == REFUSED
              || next == UNKNOWN
              || next == DEAD
              || next == CANCELLED;
      case SENDING ->
          next == READY || next == ACCEPTED || next == REFUSED || next == UNKNOWN || next == DEAD;
      case UNKNOWN -> next == ACCEPTED || next == REFUSED || next == READY;
      // ACCEPTED: as from READY.
      case DEAD -> next == READY || next == ACCEPTED || next == CANCELLED;
      case ACCEPTED, REFUSED, CANCELLED -> false;
    };
  }

  /** On its way to the channel or in the middle of the call: it takes a place of its lane. */
  public boolean isInFlight() {
    return this == DISPATCHED || this == SENDING;
  }
}
