package io.qunfa.task.progress;

import io.qunfa.audience.ExclusionReason;
import java.util.Map;

/**
 * Recipients by state, from the ledger, with those whose job is on its way split off PLANNED.
 *
 * @param states {@code RecipientState} names and IN_FLIGHT; states without recipients left out
 * @param excluded the EXCLUDED ones by reason
 * @param open recipients that have no final state yet
 */
public record RecipientCounts(
    long targeted,
    Map<String, Long> states,
    Map<ExclusionReason, Long> excluded,
    boolean balanced,
    long open) {}
