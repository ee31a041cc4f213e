package io.qunfa.task.campaign;

import io.qunfa.channel.Priority;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.task.account.EnabledChannels;
import io.qunfa.task.media.MediaStore;
import io.qunfa.task.numbering.CampaignNumbers;
import java.time.Clock;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes drafts of what operators send. */
@Component
class DraftCampaign {
  private final Campaigns campaigns;
  private final CampaignNumbers numbers;
  private final MediaStore media;
  private final Clock clock;

  DraftCampaign(Campaigns campaigns, CampaignNumbers numbers, MediaStore media, Clock clock) {
    this.campaigns = campaigns;
    this.numbers = numbers;
    this.media = media;
    this.clock = clock;
  }

  /** Everything that can be refused before numbers are given out. */
  void check(Caller caller, NewCampaign request) {
    EnabledChannels.require(request.channel(), request.corpId());
    scheduleOf(request).requireOrder();
    policyOf(request).requireNoCapIgnored();
    policyOf(request).requireAllowed(caller, priorityOf(request));
    media.requireKnown(caller.tenantId(), request.content());
  }

  /** Takes part in the caller's transaction. */
  Campaign draft(Caller caller, NewCampaign request) {
    Campaign campaign =
        new Campaign(
            caller.tenantId(),
            new CampaignId(numbers.next(1)),
            request.corpId(),
            request.name(),
            request.channel(),
            priorityOf(request),
            CampaignStatus.DRAFT,
            null,
            null,
            scheduleOf(request),
            policyOf(request),
            new Campaign.Life(caller.subject(), clock.instant(), null, null, null, 0));
    campaigns.add(campaign, new Brief(request.content(), request.audience()));
    return campaign;
  }

  private static Priority priorityOf(NewCampaign request) {
    return Objects.requireNonNullElse(request.priority(), Priority.NORMAL);
  }

  private static SendingPolicy policyOf(NewCampaign request) {
    return Objects.requireNonNullElse(request.policy(), SendingPolicy.NO_DEPARTURE);
  }

  private static Schedule scheduleOf(NewCampaign request) {
    return Objects.requireNonNullElse(request.schedule(), Schedule.AT_LAUNCH);
  }
}
