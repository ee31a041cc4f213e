package io.qunfa.task.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.CampaignId;
import io.qunfa.task.campaign.CampaignStatus;
import io.qunfa.task.holds.HeldBack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a campaign.
 *
 * @param states recipients by state, with IN_FLIGHT beside the ledger's states; the sum is targeted
 * @param held of those that wait: who is held back, why and until when
 * @param ratePerSecond recipients that left PLANNED, since the reading before; absent on the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Progress(
    CampaignId campaignId,
    CampaignStatus status,
    long targeted,
    Map<String, Long> states,
    Map<ExclusionReason, Long> excluded,
    boolean balanced,
    List<HeldBack> held,
    @Nullable Double ratePerSecond,
    Instant updatedAt) {}
