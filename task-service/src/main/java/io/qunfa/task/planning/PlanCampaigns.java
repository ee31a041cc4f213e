package io.qunfa.task.planning;

import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.AudienceRefused;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.audience.Senders;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.campaign.Campaigns;
import io.qunfa.task.stepping.Step;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Freezes the audience of a running campaign and makes its jobs. A crash anywhere means that it is
 * done again: data-service answers the same freeze with the same jobs, and they are written once.
 */
final class PlanCampaigns implements Step {
  private static final Logger log = LoggerFactory.getLogger(PlanCampaigns.class);

  private final PlanningLeases leases;
  private final Campaigns campaigns;
  private final SendingAccounts accounts;
  private final Audiences audiences;
  private final WritePlan writePlan;
  private final KeepLease keepLease;

  PlanCampaigns(
      PlanningLeases leases,
      Campaigns campaigns,
      SendingAccounts accounts,
      Audiences audiences,
      WritePlan writePlan,
      KeepLease keepLease) {
    this.leases = leases;
    this.campaigns = campaigns;
    this.accounts = accounts;
    this.audiences = audiences;
    this.writePlan = writePlan;
    this.keepLease = keepLease;
  }

  @Override
  public boolean run() {
    Optional<Campaign> claimed = leases.claim();
    claimed.ifPresent(this::plan);
    return claimed.isPresent();
  }

  private void plan(Campaign campaign) {
    try {
      List<SendingAccount> known =
          accounts.of(campaign.tenantId(), campaign.corpId(), campaign.channel());
      FreezeAudience freeze =
          new FreezeAudience(
              campaign.tenantId(),
              campaign.corpId(),
              campaign.channel(),
              campaigns.brief(campaign).audience(),
              Senders.of(known),
              campaign.policy().exemption());
      FrozenAudience frozen =
          keepLease.during(campaign, () -> audiences.freeze(campaign.id(), freeze));
      writePlan.write(campaign, frozen, known);
    } catch (AudienceRefused refused) {
      log.error("Campaign {} can never be planned and fails", campaign.id(), refused);
      leases.giveUp(campaign, "Its audience was refused, so nobody was sent to: " + refused.why());
    } catch (RestClientException | IllegalStateException failed) {
      String why = sentence(failed);
      log.warn("Campaign {} cannot be planned yet: {}", campaign.id(), why, failed);
      leases.retryLater(campaign, why);
    }
  }

  private static String sentence(RuntimeException failed) {
    return switch (failed) {
      case RestClientResponseException answered ->
          "A service that planning needs answered "
              + answered.getStatusCode().value()
              + ": "
              + answered.getResponseBodyAsString()
              + ".";
      case RestClientException silent ->
          "A service that planning needs does not answer: " + silent.getMessage() + ".";
      default -> "Planning failed: " + failed.getMessage() + ".";
    };
  }
}
