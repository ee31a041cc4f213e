package io.qunfa.apiexecutor.slice;

import io.qunfa.neighbour.Neighbours;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettleCalls;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks account-service for slices and tells it what became of them. */
@Component
class ReserveSlices {
  private static final Logger log = LoggerFactory.getLogger(ReserveSlices.class);

  private final RestClient rest;
  private final SliceSettings settings;

  ReserveSlices(Neighbours neighbours, SliceSettings settings) {
    this.rest = neighbours.accountService(settings.answerTimeout());
    this.settings = settings;
  }

  /**
   * @param before a slice that is over, settled with the same question
   * @throws RestClientException if account-service does not answer
   */
  Decision reserve(Api api, String reference, @Nullable SettleCalls before) {
    return Objects.requireNonNull(
        rest.post()
            .uri("/internal/v1/calls:reserve")
            .body(ask(api, reference, before))
            .retrieve()
            .body(Decision.class));
  }

  private ReserveCalls ask(Api api, String reference, @Nullable SettleCalls before) {
    return new ReserveCalls(
        api.tenant(), api.corp(), api.name(), settings.calls(), reference, before);
  }

  /** That nothing was called with what was asked for under this reference, if it was granted. */
  SettleCalls unused(Api api, String reference) {
    return new SettleCalls(
        api.tenant(), ask(api, reference, null).permitId(), 0, null, Duration.ZERO);
  }

  /** False if account-service did not hear; it takes the slice for used up when it ends. */
  boolean settle(SettleCalls slice) {
    try {
      rest.post().uri("/internal/v1/calls:settle").body(slice).retrieve().toBodilessEntity();
      return true;
    } catch (RestClientException away) {
      log.warn("account-service did not hear what became of {}: {}", slice, away.getMessage());
      return false;
    }
  }
}
