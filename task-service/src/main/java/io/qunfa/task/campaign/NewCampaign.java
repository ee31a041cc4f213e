package io.qunfa.task.campaign;

import io.qunfa.audience.AudienceRule;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CorpId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sends to create a campaign.
 *
 * @param priority null: normal
 * @param schedule null: at launch, without an end
 * @param policy null: no departure from the corp's protection of recipients
 */
record NewCampaign(
    @NotNull CorpId corpId,
    @NotBlank @Size(max = 200) String name,
    @NotNull Channel channel,
    @Nullable Priority priority,
    @NotNull MessageContent content,
    @NotNull AudienceRule audience,
    @Nullable Schedule schedule,
    @Nullable SendingPolicy policy) {}
