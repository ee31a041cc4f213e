package io.qunfa.ledger;

import io.qunfa.ids.TenantId;

/**
 * Asks data-service to make two jobs of one whose recipients have been given to nobody yet: the
 * first so many in the order of their ids stay, the others get a job number of their own. Asking
 * again for the same job and the same number answers what the first time did.
 *
 * @param keep recipients that stay, at least 1
 */
public record SplitJob(TenantId tenantId, int keep) {
  public SplitJob {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, got " + keep);
    }
  }

  /**
   * @param kept recipients of the job that wait now; fewer than asked if it had fewer
   * @param restJobNo 0 if nothing was left over
   * @param rest recipients that have moved
   */
  public record Halves(int kept, int restJobNo, int rest) {}
}
