package io.qunfa.data.ledger;

import java.time.LocalDate;

/**
 * Against what a job's planned recipients were checked last.
 *
 * @param day the day of the corp for which they are counted
 * @param policyVersion of the corp's recipient policy
 * @param suppressionMark the corp's, read before its suppressions were
 */
public record CheckedAgainst(LocalDate day, int policyVersion, long suppressionMark) {

  /** Whether recipients that are counted under this one are counted under the other one too. */
  public boolean countsAs(CheckedAgainst other) {
    return day.equals(other.day) && policyVersion == other.policyVersion;
  }

  /**
   * Whether somebody has looked by a newer policy, or for a later day. Under a newer policy an
   * earlier day is no step back: the quiet hours may have been taken away.
   */
  public boolean isBehind(CheckedAgainst other) {
    return policyVersion < other.policyVersion
        || (policyVersion == other.policyVersion && day.isBefore(other.day));
  }
}
