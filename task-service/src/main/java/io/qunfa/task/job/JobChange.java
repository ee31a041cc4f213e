package io.qunfa.task.job;

import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.permit.PermitVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job before and after, and the word on the permit it held.
 *
 * @param verdict null if the job held no permit, or holds it still
 */
public record JobChange(SendJob before, SendJob after, @Nullable PermitVerdict verdict) {
  public JobChange {
    boolean sameStatus = before.status() == after.status();
    if (!sameStatus && !before.status().mayBecome(after.status())) {
      throw new IllegalStateException(
          "job "
              + before.id()
              + " must not turn from "
              + before.status()
              + " to "
              + after.status());
    }
    if (before.permit() != null && after.permit() == null && verdict == null) {
      throw new IllegalStateException("job " + before.id() + " gave up its permit without a word");
    }
  }

  public static JobChange of(SendJob before, SendJob after) {
    return new JobChange(before, after, null);
  }

  /** The permit, if the job held one, was not used. */
  public static JobChange unused(SendJob before, SendJob after) {
    SendJob.Permit permit = before.permit();
    return new JobChange(
        before,
        after,
        permit == null
            ? null
            : PermitVerdict.unused(before.tenantId(), before.corpId(), permit.id()));
  }

  /** The permit, if the job held one, was used. */
  public static JobChange used(SendJob before, SendJob after) {
    SendJob.Permit permit = before.permit();
    return new JobChange(
        before,
        after,
        permit == null
            ? null
            : PermitVerdict.used(
                before.tenantId(), before.corpId(), permit.id(), outcome(after.status())));
  }

  private static @Nullable Outcome outcome(JobStatus after) {
    return switch (after) {
      case ACCEPTED -> Outcome.ACCEPTED;
      case REFUSED -> Outcome.REFUSED;
      case UNKNOWN -> Outcome.UNKNOWN;
      case READY, DISPATCHED, SENDING, DEAD, CANCELLED -> null;
    };
  }

  /** The lane has something to do: the job waits in it again, or left a place in flight. */
  boolean concernsLane() {
    return after.status() == JobStatus.READY
        || (before.status().isInFlight() && !after.status().isInFlight())
        || before.status() == JobStatus.UNKNOWN;
  }

  LaneWake wake(Instant now) {
    Instant notBefore = after.notBefore();
    return new LaneWake(
        after.laneId(),
        notBefore != null && after.status() == JobStatus.READY ? notBefore : now,
        after.priority());
  }
}
