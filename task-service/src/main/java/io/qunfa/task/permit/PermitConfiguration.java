package io.qunfa.task.permit;

import io.qunfa.neighbour.Neighbours;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.StepPlan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PermitConfiguration {
  @Bean
  AskPermits askPermits(Neighbours neighbours, PermitSettings settings) {
    return new AskPermits(neighbours.accountService(), settings.retryAfter());
  }

  @Bean
  TellVerdicts tellVerdicts(Neighbours neighbours, FreedPlaces freedPlaces) {
    return new TellVerdicts(neighbours.accountService(), freedPlaces);
  }

  @Bean
  StepPlan relayPermitVerdictsPlan(
      PermitVerdicts verdicts, TellVerdicts tellVerdicts, PermitSettings settings) {
    return new StepPlan(
        StepName.RELAY_PERMIT_VERDICTS,
        settings.tellEvery(),
        new RelayPermitVerdicts(verdicts, tellVerdicts));
  }
}
