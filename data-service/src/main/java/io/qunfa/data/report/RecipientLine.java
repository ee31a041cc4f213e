package io.qunfa.data.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.AccountId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.HoldReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One recipient, as an operator sees it.
 *
 * @param name null if it is no contact
 * @param accountId whose share it is; null, as the member, if it was EXCLUDED at the freeze
 * @param reason why it is EXCLUDED, else null
 * @param heldBy why a PLANNED one does not leave just now, with {@code heldUntil}; null: nothing
 *     known holds it
 * @param code the channel's error number if it was REFUSED with one, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecipientLine(
    String externalUserId,
    @Nullable String name,
    @Nullable AccountId accountId,
    @Nullable String memberUserid,
    RecipientState state,
    @Nullable ExclusionReason reason,
    @Nullable HoldReason heldBy,
    @Nullable Instant heldUntil,
    @Nullable Integer code,
    Instant updatedAt) {
  RecipientLine held(HoldReason by, Instant until) {
    return new RecipientLine(
        externalUserId, name, accountId, memberUserid, state, reason, by, until, code, updatedAt);
  }
}
