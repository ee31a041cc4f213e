package io.qunfa.data.ledger;

import io.qunfa.audience.ExclusionReason;
import org.jspecify.annotations.Nullable;

/**
 * A ledger row at its beginning.
 *
 * @param jobNo 0 for an excluded one
 * @param excluded why not, or null: PLANNED
 */
public record PlannedRecipient(
    String externalUserId, int jobNo, @Nullable ExclusionReason excluded) {}
