package io.qunfa.task.campaign;

import io.qunfa.audience.AudienceRule;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A campaign in JSON; in a list without content and audience. */
record CampaignView(
    CampaignId campaignId,
    CorpId corpId,
    String name,
    Channel channel,
    Priority priority,
    CampaignStatus status,
    @Nullable String statusReason,
    @Nullable String waitingFor,
    @Nullable MessageContent content,
    @Nullable AudienceRule audience,
    Schedule schedule,
    SendingPolicy policy,
    String createdBy,
    Instant createdAt,
    @Nullable Instant launchedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    int version) {

  static CampaignView of(Campaign campaign, Brief brief, @Nullable String waitingFor) {
    return of(campaign, waitingFor, brief.content(), brief.audience());
  }

  static CampaignView inList(Campaign campaign) {
    return of(campaign, campaign.waitingFor(), null, null);
  }

  private static CampaignView of(
      Campaign campaign,
      @Nullable String waitingFor,
      @Nullable MessageContent content,
      @Nullable AudienceRule audience) {
    Campaign.Life life = campaign.life();
    return new CampaignView(
        campaign.id(),
        campaign.corpId(),
        campaign.name(),
        campaign.channel(),
        campaign.priority(),
        campaign.status(),
        campaign.statusReason(),
        waitingFor,
        content,
        audience,
        campaign.schedule(),
        campaign.policy(),
        life.createdBy(),
        life.createdAt(),
        life.launchedAt(),
        life.startedAt(),
        life.endedAt(),
        life.version());
  }
}
