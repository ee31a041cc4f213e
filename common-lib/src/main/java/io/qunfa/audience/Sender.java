package io.qunfa.audience;

import io.qunfa.ids.AccountId;

/**
 * An account that may be given a share of the audience.
 *
 * @param load recipients this account has been given today already; the least loaded follower is
 *     chosen
 * @param maxPerJob recipients that one job of this account may hold (what one channel call carries,
 *     and no more than its daily quota)
 */
public record Sender(AccountId accountId, String memberUserid, long load, int maxPerJob) {}
