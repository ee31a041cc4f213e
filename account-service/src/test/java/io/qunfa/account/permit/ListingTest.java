package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.data.redis.RedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.core.StringRedisTemplate;

class ListingTest {
  private static final TenantId TENANT = new TenantId(51);
  private static final String CORP = "wwListing";
  private static final int ACCOUNTS = 450;
  private static final AtomicInteger LARGEST = new AtomicInteger();

  @Test
  void aListOfManyAccountsKeepsNoReservationWaitingForAllOfThem() {
    try (RunningService service = RunningService.start(Map.of(), WatchedRedis.class)) {
      new PermitFixture(service, TENANT, CORP).aCorp();
      service
          .operator(TENANT.value())
          .post()
          .uri("/api/v1/accounts:batch")
          .body(
              IntStream.range(0, ACCOUNTS)
                  .mapToObj(
                      n ->
                          Map.of(
                              "corpId",
                              CORP,
                              "channel",
                              "api",
                              "memberUserid",
                              "member" + n,
                              "credential",
                              "contact"))
                  .toList())
          .retrieve()
          .toBodilessEntity();
      LARGEST.set(0);

      JsonNode listed =
          service
              .service()
              .get()
              .uri("/internal/v1/accounts?tenantId=" + TENANT + "&corpId=" + CORP + "&channel=api")
              .retrieve()
              .body(JsonNode.class);

      assertThat(Objects.requireNonNull(listed).get("accounts")).hasSize(ACCOUNTS);
      assertThat(listed.findValues("pace")).hasSize(ACCOUNTS);
      assertThat(LARGEST).hasPositiveValue().hasValueLessThanOrEqualTo(200);
    }
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
