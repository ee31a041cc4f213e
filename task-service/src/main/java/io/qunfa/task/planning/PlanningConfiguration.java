package io.qunfa.task.planning;

import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.campaign.Campaigns;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlanningConfiguration {
  @Bean
  StepPlan planCampaignsPlan(
      PlanningLeases leases,
      Campaigns campaigns,
      SendingAccounts accounts,
      Audiences audiences,
      WritePlan writePlan,
      PlanningSettings settings) {
    KeepLease keepLease = new KeepLease(leases, settings.lease());
    return new StepPlan(
            StepName.PLAN_CAMPAIGNS,
            settings.poll(),
            new PlanCampaigns(leases, campaigns, accounts, audiences, writePlan, keepLease))
        .withThreads(settings.threads());
  }
}
