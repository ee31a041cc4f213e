package io.qunfa.executor;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long after GO the channel may be called. Whoever looks for a lost call relies on there being
 * no later one, so a channel asks {@link #isOver} right before every call that sends, and does not
 * call if it is: the process may have been frozen since. It begins before begin is asked, and goes
 * by a clock that nobody can set.
 *
 * <p>What no check can cover: a process that is frozen between the check and the first byte on the
 * wire, or a virtual machine whose own clock stood still with it.
 */
public final class CallWindow {
  private final LongSupplier nanos;
  private final long beganAt;
  private final Duration length;

  private CallWindow(Duration length, LongSupplier nanos) {
    this.nanos = nanos;
    this.beganAt = nanos.getAsLong();
    this.length = length;
  }

  /** From now on, for so long. */
  public static CallWindow of(Duration length) {
    return of(length, System::nanoTime);
  }

  static CallWindow of(Duration length, LongSupplier nanos) {
    return new CallWindow(length, nanos);
  }

  public boolean isOver() {
    return nanos.getAsLong() - beganAt > length.toNanos();
  }
}
