package io.qunfa.apiexecutor.slice;

import io.qunfa.executor.Slots;
import java.time.Duration;

/** Whether one call may be made now. */
public sealed interface Turn {
  /**
   * No.
   *
   * @param retryAfter when asking again may help
   */
  record Denied(Duration retryAfter, String why) implements Turn {}

  /** Yes, one, now. Must be ended. */
  final class Granted implements Turn {
    private final CallSlices slices;
    private final Slice slice;
    private final Slots.Held place;

    Granted(CallSlices slices, Slice slice, Slots.Held place) {
      this.slices = slices;
      this.slice = slice;
      this.place = place;
    }

    public void end(Ending ending) {
      slices.ended(slice, place, ending);
    }
  }
}
