package io.qunfa.task.planning;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import io.qunfa.task.forecast.Forecast;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.PredictFinish;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
   * @param predictedFinish when the last job is with the channel; members confirm in their own
   *     time; null: never, as things are
   * @param boundBy what takes the most of that time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Preview(
      long targeted,
      Map<ExclusionReason, Long> excluded,
      long planned,
      int jobs,
      List<AccountShare> perAccount,
      @Nullable Instant predictedFinish,
      Bound boundBy) {}

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
    Forecast forecast = predictFinish.ofLaunch(campaign, preview.perAccount(), known);
    return new Preview(
        preview.targeted(),
        preview.excluded(),
        preview.planned(),
        preview.jobs(),
        preview.perAccount(),
        forecast.finish(),
        forecast.boundBy());
  }
}
