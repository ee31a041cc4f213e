package io.qunfa.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettlePermits;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.client.RestClient;

/** Speaks with the limiter as task-service does. */
final class PermitFixture {
  static final TenantId TENANT = new TenantId(1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final RestClient operator;
  private final RestClient service;
  private final String corp;

  PermitFixture(RunningService running, String corp) {
    this.operator = running.operator(1);
    this.service = running.service();
    this.corp = corp;
  }

  void aCorp() {
    AccountsTest.aCorp(operator, corp);
    operator
        .post()
        .uri("/api/v1/corps/" + corp + "/credentials")
        .body(Map.of("name", "contact", "secret", "secret"))
        .retrieve()
        .toBodilessEntity();
  }

  AccountId anAccount(String channel, int dailyQuota) {
    JsonNode stored =
        operator
            .post()
            .uri("/api/v1/accounts")
            .body(
                Map.of(
                    "corpId", corp,
                    "channel", channel,
                    "memberUserid", "member-" + NAMES.incrementAndGet(),
                    "credential", "contact",
                    "dailyQuota", dailyQuota))
            .retrieve()
            .body(JsonNode.class);
    return AccountId.of(Objects.requireNonNull(stored).get("accountId").asText());
  }

  JsonNode shown(AccountId account) {
    return Objects.requireNonNull(
        operator.get().uri("/api/v1/accounts/" + account).retrieve().body(JsonNode.class));
  }

  Decision ask(AccountId account, int recipients, boolean wholeOnly, String reference) {
    return ask(List.of(new Ask(account, recipients, wholeOnly, reference))).getFirst();
  }

  List<Decision> ask(List<Ask> asks) {
    return Objects.requireNonNull(
            service
                .post()
                .uri("/internal/v1/permits:reserve")
                .body(new ReservePermits(TENANT, asks))
                .retrieve()
                .body(ReservePermits.Decisions.class))
        .decisions();
  }

  void settle(Decision decision, Verdict verdict, Duration pushBack) {
    settle(new Settlement(Objects.requireNonNull(decision.permitId()), verdict, pushBack));
  }

  /** The call was made. */
  void settle(Decision decision, Outcome outcome) {
    settle(
        new Settlement(
            Objects.requireNonNull(decision.permitId()), Verdict.USED, Duration.ZERO, outcome));
  }

  private void settle(Settlement settlement) {
    service
        .post()
        .uri("/internal/v1/permits:settle")
        .body(new SettlePermits(TENANT, List.of(settlement)))
        .retrieve()
        .toBodilessEntity();
  }
}
