package io.qunfa.task.planning;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.audience.Senders;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.campaign.Campaigns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a launch would do now; nothing is written. */
@RestController
class PreviewController {
  private final Campaigns campaigns;
  private final SendingAccounts accounts;
  private final Audiences audiences;
  private final PredictFinish predictFinish;

  PreviewController(
      Campaigns campaigns,
      SendingAccounts accounts,
      Audiences audiences,
      PredictFinish predictFinish) {
    this.campaigns = campaigns;
    this.accounts = accounts;
    this.audiences = audiences;
    this.predictFinish = predictFinish;
  }

  /**
   * @param predictedFinish when the last job is with the channel, if nothing else is sent; members
   *     confirm in their own time
   */
  record Preview(
      long targeted,
      Map<ExclusionReason, Long> excluded,
      long planned,
      int jobs,
      List<AccountShare> perAccount,
      Instant predictedFinish) {}

  @PostMapping("/api/v1/campaigns/{id}:preview")
  Preview preview(Caller caller, @PathVariable("id") CampaignId id) {
    Campaign campaign = campaigns.get(caller.tenantId(), id);
    List<SendingAccount> known =
        accounts.of(campaign.tenantId(), campaign.corpId(), campaign.channel());
    AudiencePreview preview =
        audiences.preview(
            id,
            new FreezeAudience(
                campaign.tenantId(),
                campaign.corpId(),
                campaign.channel(),
                campaigns.brief(campaign).audience(),
                Senders.of(known),
                campaign.policy().exemption()));
    return new Preview(
        preview.targeted(),
        preview.excluded(),
        preview.planned(),
        preview.jobs(),
        preview.perAccount(),
        predictFinish.of(campaign.schedule(), preview.perAccount(), known));
  }
}
