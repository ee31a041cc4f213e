package io.qunfa.account.permit;

import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SendingAccount.Pace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param usedToday recipients counted against the quota today, in the corp's zone; null while that
 *     is unknown
 * @param nextPermitAt now or when the next permit for one recipient may be had; null while that is
 *     unknown
 * @param heldBackBy what keeps the account from a permit now; NONE if nothing does
 * @param because the same in a sentence for people; empty if nothing does
 * @param pace how fast the account may send, whatever it has used
 */
public record Usage(
    @Nullable Long usedToday,
    @Nullable Instant nextPermitAt,
    Limit heldBackBy,
    String because,
    Pace pace) {}
