package io.qunfa.task.protection;

import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs;
import io.qunfa.protection.ProtectJobs.Answer;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.protection.ProtectJobs.Verdict;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks data-service. If it does not answer, everything is held back. */
@Component
class AskProtection {
  private static final Logger log = LoggerFactory.getLogger(AskProtection.class);

  private final RestClient dataService;
  private final ProtectionSettings settings;
  private final Clock clock;

  AskProtection(Neighbours neighbours, ProtectionSettings settings, Clock clock) {
    this.dataService = neighbours.dataService();
    this.settings = settings;
    this.clock = clock;
  }

  /** One verdict per ask, in their order. Takes no lock and needs no transaction. */
  List<Verdict> ask(TenantId tenant, List<Ask> asks) {
    try {
      Answer answer =
          dataService
              .post()
              .uri("/internal/v1/jobs:protect")
              .body(new ProtectJobs(tenant, asks))
              .retrieve()
              .body(Answer.class);
      if (answer == null || answer.verdicts().size() != asks.size()) {
        throw new IllegalStateException(
            "data-service did not answer every one of " + asks.size() + " asks");
      }
      return answer.verdicts();
    } catch (RestClientException away) {
      log.warn(
          "data-service does not tell to whom jobs may go, so nothing is dispatched; {} jobs are asked for again in {}",
          asks.size(),
          settings.retryAfter(),
          away);
      Hold hold =
          new Hold(
              HoldReason.PROTECTION_UNAVAILABLE,
              clock.instant().plus(settings.retryAfter()),
              "data-service, which protects recipients, does not answer.");
      return asks.stream().map(ask -> new Verdict(ask.recipients(), hold)).toList();
    }
  }
}
