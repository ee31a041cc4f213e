package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.data.redis.RedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.core.StringRedisTemplate;

class ListingTest {
  private static final TenantId TENANT = new TenantId(51);
  private static final String CORP = "wwListing";
  private static final int ACCOUNTS = 450;
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final AtomicInteger LARGEST = new AtomicInteger();

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(Map.of(), WatchedRedis.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aListOfManyAccountsKeepsNoReservationWaitingForAllOfThem() {
    new PermitFixture(service, TENANT, CORP).aCorp();
    accounts(CORP, ACCOUNTS);
    LARGEST.set(0);

    JsonNode listed = listed(CORP);

    assertThat(listed.get("accounts")).hasSize(ACCOUNTS);
    assertThat(listed.findValues("pace")).hasSize(ACCOUNTS);
    assertThat(LARGEST).hasPositiveValue().hasValueLessThanOrEqualTo(200);
  }

  @Test
  void aCorpThatIsClosedHidesNothingOfOthers() {
    PermitFixture open = new PermitFixture(service, TENANT, "wwOpen");
    PermitFixture closed = new PermitFixture(service, TENANT, "wwClosed");
    open.aCorp();
    closed.aCorp();
    // In whatever order they are asked for, some of the open one come after many of the closed one.
    List<AccountId> all = new ArrayList<>();
    List<AccountId> ofTheOpen = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      ofTheOpen.add(open.anAccount("api", 100));
      all.addAll(accounts("wwClosed", ACCOUNTS));
    }
    all.addAll(ofTheOpen);
    Generations generations = service.bean(Generations.class);
    LimiterSlot slot = LimiterSlot.of(TENANT, new CorpId("wwClosed"));
    generations.lost(slot, generations.of(slot));

    Map<AccountId, Usage> usages = service.bean(AccountUsage.class).of(TENANT, all);

    assertThat(usages).hasSize(2 * ACCOUNTS + 2);
    assertThat(ofTheOpen)
        .allSatisfy(
            account ->
                assertThat(usages.get(account))
                    .extracting(Usage::heldBackBy)
                    .isEqualTo(Limit.NONE));
  }

  /** New ones; their ids follow each other. */
  private static List<AccountId> accounts(String corp, int number) {
    JsonNode stored =
        service
            .operator(TENANT.value())
            .post()
            .uri("/api/v1/accounts:batch")
            .body(
                IntStream.range(0, number)
                    .mapToObj(
                        n ->
                            Map.of(
                                "corpId",
                                corp,
                                "channel",
                                "api",
                                "memberUserid",
                                "member" + NAMES.incrementAndGet(),
                                "credential",
                                "contact"))
                    .toList())
            .retrieve()
            .body(JsonNode.class);
    return Objects.requireNonNull(stored).findValuesAsText("accountId").stream()
        .map(AccountId::of)
        .toList();
  }

  private static JsonNode listed(String corp) {
    return Objects.requireNonNull(
        service
            .service()
            .get()
            .uri("/internal/v1/accounts?tenantId=" + TENANT + "&corpId=" + corp + "&channel=api")
            .retrieve()
            .body(JsonNode.class));
  }

  /** Not found by scanning. */
  static class WatchedRedis {
    @Bean
    @Primary
    LimiterRedis watched(StringRedisTemplate redis, RedisProperties properties) {
      return new LimiterRedis(redis, properties) {
        @Override
        List<Object> run(LimiterScript script, List<Run> runs) {
          LARGEST.accumulateAndGet(runs.size(), Math::max);
          return super.run(script, runs);
        }
      };
    }
  }
}
