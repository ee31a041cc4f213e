package io.qunfa.protection;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Set;

/** Why a job that could leave does not leave yet. */
public enum HoldReason {
  /** The corp's quiet hours; the job goes when they end. */
  QUIET_HOURS,
  /**
   * The ledger and the job disagree on what is left to send, which a report under way will mend. It
   * is asked again shortly.
   */
  LEDGER_BEHIND,
  /**
   * Its recipients are still being looked through, or others are counted whom they are among; it is
   * asked again shortly.
   */
  CHECKING,
  /** data-service does not answer, so nobody knows whom the job may go to. */
  PROTECTION_UNAVAILABLE;

  /** As the words for what holds a job, beside those of limits and deferrals. */
  public static final Set<String> NAMES =
      Arrays.stream(values()).map(HoldReason::name).collect(toUnmodifiableSet());
}
