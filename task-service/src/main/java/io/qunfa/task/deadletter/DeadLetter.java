package io.qunfa.task.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list.
 *
 * @param queue where it was, or would have been, when it gave up
 * @param attempts dispatches of a job, arrivals of a message
 * @param automaticReplays how often it was replayed without a person
 * @param code the channel's error number, 0 if the channel was not asked, null for a message
 * @param decidedAt null while it is DEAD
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DeadLetter(
    String id,
    LetterKind kind,
    LetterState state,
    DeadReason reason,
    @Nullable String evidence,
    String queue,
    int attempts,
    int automaticReplays,
    @Nullable CampaignId campaignId,
    @Nullable Integer jobNo,
    @Nullable Integer epoch,
    @Nullable CorpId corpId,
    @Nullable Channel channel,
    @Nullable AccountId accountId,
    @Nullable Integer recipients,
    @Nullable Integer code,
    Instant firstDiedAt,
    Instant diedAt,
    @Nullable Instant decidedAt) {}
