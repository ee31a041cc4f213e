package io.qunfa.task.ending;

import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.task.stepping.Wakes;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EndingConfiguration {
  private static final Duration POLL = Duration.ofSeconds(1);

  @Bean
  StepPlan withdrawJobsPlan(WithdrawJobs withdraw, Wakes wakes) {
    return new StepPlan(
        StepName.WITHDRAW_JOBS,
        POLL,
        () -> {
          boolean more = false;
          for (EndingCampaigns.Ending ending : withdraw.ending()) {
            more |= withdraw.withdraw(ending);
            wakes.now(StepName.FINISH_CAMPAIGNS);
          }
          return more;
        });
  }

  @Bean
  StepPlan finishCampaignsPlan(FinishCampaigns finish) {
    return new StepPlan(StepName.FINISH_CAMPAIGNS, POLL, finish);
  }
}
