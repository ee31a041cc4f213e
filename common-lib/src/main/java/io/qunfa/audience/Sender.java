package io.qunfa.audience;

import io.qunfa.ids.AccountId;

/**
 * An account that may be given a share of the audience.
 *
 * @param load recipients this account has been given today already
 * @param maxPerJob recipients that one job of this account may hold (what one channel call carries,
 *     and no more than its daily quota)
 * @param quotaToday recipients it may be given today
 * @param favour how gladly it is given work beside others, from its weight and health; 1 is usual
 */
public record Sender(
    AccountId accountId,
    String memberUserid,
    long load,
    int maxPerJob,
    int quotaToday,
    double favour) {
  /** As good as any other, with no quota worth mentioning: only the load counts. */
  public Sender(AccountId accountId, String memberUserid, long load, int maxPerJob) {
    this(accountId, memberUserid, load, maxPerJob, Integer.MAX_VALUE, 1);
  }

  /**
   * The larger, the sooner it is chosen: the share of its quota that is left, times its favour.
   *
   * @param given recipients counted against today's quota by now
   */
  public double rank(long given) {
    return Math.max(0, 1 - (double) given / quotaToday) * favour;
  }
}
