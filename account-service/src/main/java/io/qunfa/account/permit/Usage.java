package io.qunfa.account.permit;

import java.time.Instant;

/**
 * @param usedToday recipients counted against the quota today, in the corp's zone
 * @param nextPermitAt now or when the next permit for one recipient may be had
 */
public record Usage(long usedToday, Instant nextPermitAt) {}
