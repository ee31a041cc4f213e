package io.qunfa.task.campaign;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class CampaignConfiguration {
  /** The most by which a schedule is late. */
  private static final Duration POLL = Duration.ofMillis(500);

  @Bean
  StepPlan startDueCampaignsPlan(JdbcClient jdbc, Campaigns campaigns, Wakes wakes, Clock clock) {
    return new StepPlan(
        StepName.START_DUE_CAMPAIGNS, POLL, new StartDueCampaigns(jdbc, campaigns, wakes, clock));
  }
}
