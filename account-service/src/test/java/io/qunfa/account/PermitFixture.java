package io.qunfa.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettleCalls;
import io.qunfa.permit.SettlePermits;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClient;

/** Speaks with the limiter as task-service does. */
public final class PermitFixture {
  static final TenantId TENANT = new TenantId(1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final RestClient operator;
  private final RestClient service;
  private final TenantId tenant;
  private final String corp;

  PermitFixture(RunningService running, String corp) {
    this(running, TENANT, corp);
  }

  public PermitFixture(RunningService running, TenantId tenant, String corp) {
    this.operator = running.operator(tenant.value());
    this.service = running.service();
    this.tenant = tenant;
    this.corp = corp;
  }

  public void aCorp() {
    aCorp("Asia/Shanghai");
  }

  public void aCorp(String zone) {
    operator
        .post()
        .uri("/api/v1/corps")
        .body(Map.of("corpId", corp, "name", "Corp " + corp, "timeZone", zone))
        .retrieve()
        .toBodilessEntity();
    operator
        .post()
        .uri("/api/v1/corps/" + corp + "/credentials")
        .body(Map.of("name", "contact", "secret", "secret"))
        .retrieve()
        .toBodilessEntity();
  }

  public AccountId anAccount(String channel, int dailyQuota) {
    return anAccount(channel, dailyQuota, Map.of());
  }

  /** It warms up from today on. */
  public AccountId anAccount(String channel, int dailyQuota, Map<Integer, Integer> percentAndDays) {
    List<Map<String, Integer>> stages =
        percentAndDays.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(stage -> Map.of("percent", stage.getKey(), "days", stage.getValue()))
            .toList();
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
                    "dailyQuota", dailyQuota,
                    "warmUp", stages))
            .retrieve()
            .body(JsonNode.class);
    return AccountId.of(Objects.requireNonNull(stored).get("accountId").asText());
  }

  public JsonNode shown(AccountId account) {
    return Objects.requireNonNull(
        operator.get().uri("/api/v1/accounts/" + account).retrieve().body(JsonNode.class));
  }

  public Decision ask(AccountId account, int recipients, boolean wholeOnly, String reference) {
    return ask(List.of(new Ask(account, recipients, wholeOnly, reference))).getFirst();
  }

  public List<Decision> ask(List<Ask> asks) {
    return Objects.requireNonNull(
            service
                .post()
                .uri("/internal/v1/permits:reserve")
                .body(new ReservePermits(tenant, asks))
                .retrieve()
                .body(ReservePermits.Decisions.class))
        .decisions();
  }

  void settle(Decision decision, Verdict verdict, Duration pushBack) {
    settle(decision, verdict, pushBack, PushBack.OTHER);
  }

  public void settle(Decision decision, Verdict verdict, Duration pushBack, PushBack cause) {
    settle(
        new Settlement(
            Objects.requireNonNull(decision.permitId()), verdict, pushBack, cause, null));
  }

  /** The call was made. */
  void settle(Decision decision, Outcome outcome) {
    settle(
        new Settlement(
            Objects.requireNonNull(decision.permitId()),
            Verdict.USED,
            Duration.ZERO,
            null,
            outcome));
  }

  private void settle(Settlement settlement) {
    service
        .post()
        .uri("/internal/v1/permits:settle")
        .body(new SettlePermits(tenant, List.of(settlement)))
        .retrieve()
        .toBodilessEntity();
  }

  public JsonNode aPolicy(Map<String, Object> scope, Map<String, Object> limits) {
    return Objects.requireNonNull(
        operator
            .post()
            .uri("/api/v1/limit-policies")
            .body(Map.of("scope", scope, "limits", limits))
            .retrieve()
            .body(JsonNode.class));
  }

  public Decision askCalls(String api, int calls) {
    return askCalls(new ReserveCalls(tenant, new CorpId(corp), api, calls));
  }

  /** With the question, says of a slice that all its calls were made. */
  public Decision askCallsAfter(Decision before, String api, int calls) {
    SettleCalls settled =
        new SettleCalls(
            tenant,
            Objects.requireNonNull(before.permitId()),
            before.granted(),
            null,
            Duration.ZERO);
    ReserveCalls next = new ReserveCalls(tenant, new CorpId(corp), api, calls);
    return askCalls(new ReserveCalls(tenant, next.corpId(), api, calls, next.reference(), settled));
  }

  public Decision askCalls(ReserveCalls ask) {
    return Objects.requireNonNull(
        service.post().uri("/internal/v1/calls:reserve").body(ask).retrieve().body(Decision.class));
  }

  public void settleCalls(Decision decision, int made, @Nullable PushBack cause) {
    service
        .post()
        .uri("/internal/v1/calls:settle")
        .body(
            new SettleCalls(
                tenant,
                Objects.requireNonNull(decision.permitId()),
                made,
                cause,
                Duration.ofSeconds(cause == PushBack.RATE ? 60 : 0)))
        .retrieve()
        .toBodilessEntity();
  }
}
