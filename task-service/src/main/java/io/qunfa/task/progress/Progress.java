package io.qunfa.task.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.CampaignId;
import io.qunfa.task.campaign.CampaignStatus;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.lane.HeldBack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a campaign.
 *
 * @param states recipients by state, with IN_FLIGHT beside the ledger's states; the sum is targeted
 * @param held what waiting jobs wait for, and until when
 * @param predictedFinish when the last job will be with the channel, as things are; absent if that
 *     is never, is not known, or has been
 * @param boundBy what takes the most of the time until then
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
    @Nullable Instant predictedFinish,
    @Nullable Bound boundBy,
    @Nullable Double ratePerSecond,
    Instant updatedAt) {}
