package io.qunfa.task.permit;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Decisions;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks the limiter for leave to send. A limiter that does not answer has said no: without a permit
 * nothing is sent.
 */
public final class AskPermits {
  private static final Logger log = LoggerFactory.getLogger(AskPermits.class);

  private final RestClient accountService;
  private final Duration retryAfter;

  AskPermits(RestClient accountService, Duration retryAfter) {
    this.accountService = accountService;
    this.retryAfter = retryAfter;
  }

  /** One decision per ask, in their order. Takes no lock and needs no transaction. */
  public List<Decision> ask(TenantId tenant, List<Ask> asks) {
    if (asks.isEmpty()) {
      return List.of();
    }
    try {
      Decisions answer =
          accountService
              .post()
              .uri("/internal/v1/permits:reserve")
              .body(new ReservePermits(tenant, asks))
              .retrieve()
              .body(Decisions.class);
      if (answer == null || answer.decisions().size() != asks.size()) {
        throw new IllegalStateException(
            "account-service did not answer every one of " + asks.size() + " asks");
      }
      return answer.decisions();
    } catch (RestClientException away) {
      log.warn(
          "account-service gives no permits, so nothing is dispatched; {} jobs are asked for again in {}",
          asks.size(),
          retryAfter,
          away);
      Decision no = new Decision(0, null, null, retryAfter, Limit.LIMITER_UNAVAILABLE);
      return Collections.nCopies(asks.size(), no);
    }
  }
}
