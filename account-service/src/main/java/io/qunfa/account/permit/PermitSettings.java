package io.qunfa.account.permit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits, and how permits live. The daily quota is a property of each account.
 *
 * @param slotsPerWindow calls (api) or messages (ipad, rpa) of one account in any window
 * @param window the length of the sliding window
 * @param parts the window is counted in this many parts, so a slot is free again at most one part
 *     later than it might be; the memory of an account grows with it
 * @param life how long after the grant a sending may begin
 * @param lateness how much later than the permit's end a call may still leave: differences between
 *     clocks and the time to open a connection
 * @param settleable how long after its end a permit can still be settled
 * @param limitsKnownFor how long quota and state of an account are taken from memory before they
 *     are read again: a change counts at most this much later
 * @param stateRetry when to ask again for an account that may not send
 * @param outageRetry when to ask again while Redis cannot be asked
 * @param closedAfterLoss how long nothing is permitted after Redis lost what was counted: by then
 *     no call from before the loss is in the window any more
 */
@Validated
@ConfigurationProperties("qunfa.permits")
record PermitSettings(
    @DefaultValue("300") @Min(1) int slotsPerWindow,
    @DefaultValue("5m") @NotNull Duration window,
    @DefaultValue("60") @Min(2) @Max(100) int parts,
    @DefaultValue("1m") @NotNull Duration life,
    @DefaultValue("5s") @NotNull Duration lateness,
    @DefaultValue("1h") @NotNull Duration settleable,
    @DefaultValue("1s") @NotNull Duration limitsKnownFor,
    @DefaultValue("1m") @NotNull Duration stateRetry,
    @DefaultValue("2s") @NotNull Duration outageRetry,
    @DefaultValue("6m") @NotNull Duration closedAfterLoss) {
  PermitSettings {
    if (window.toMillis() < parts) {
      throw new IllegalArgumentException(
          "qunfa.permits.window must be at least as many milliseconds as it has parts");
    }
    if (life.toMillis() < 1 || lateness.isNegative()) {
      throw new IllegalArgumentException("qunfa.permits.life and lateness must not be negative");
    }
    if (closedAfterLoss.compareTo(window) < 0) {
      throw new IllegalArgumentException(
          "qunfa.permits.closed-after-loss must not be shorter than the window: calls from before"
              + " the loss would still count at the channel");
    }
  }

  /** Rounded up, so that the parts never cover less than the window. */
  long partMillis() {
    return Math.ceilDiv(window.toMillis(), parts);
  }
}
