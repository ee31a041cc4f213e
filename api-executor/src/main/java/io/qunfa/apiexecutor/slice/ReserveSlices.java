package io.qunfa.apiexecutor.slice;

import io.qunfa.neighbour.Neighbours;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettleCalls;
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
  Decision reserve(Api api, @Nullable SettleCalls before) {
    return Objects.requireNonNull(
        rest.post()
            .uri("/internal/v1/calls:reserve")
            .body(new ReserveCalls(api.tenant(), api.corp(), api.name(), settings.calls(), before))
            .retrieve()
            .body(Decision.class));
  }

  /** What cannot be told is settled as used up when the permit ends. */
  void settle(SettleCalls slice) {
    try {
      rest.post().uri("/internal/v1/calls:settle").body(slice).retrieve().toBodilessEntity();
    } catch (RestClientException away) {
      log.warn(
          "account-service did not hear what became of {}; it counts as used until it ends: {}",
          slice,
          away.getMessage());
    }
  }
}
