package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.RedisServer;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A Redis of this test's own is emptied, paused, killed, and put back to an old file. */
class RedisLossTest {
  private static final Duration CLOSED = Duration.ofMinutes(10);
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir private static Path folder;
  private static LocalServers own;
  private static RunningService service;
  private static RunningService replica;

  @BeforeAll
  static void twoReplicasOnARedisOfTheirOwn() {
    own = LocalServers.in(folder);
    RedisServer redis = own.redis();
    Map<String, String> settings =
        Map.of(
            "spring.data.redis.port",
            Integer.toString(redis.port()),
            "spring.data.redis.password",
            redis.password(),
            "spring.data.redis.timeout",
            "500ms",
            "qunfa.permits.loss.closed",
            CLOSED.toMinutes() + "m",
            "qunfa.permits.loss.tell-every",
            "1s",
            "qunfa.permits.loss.doubt",
            "3s",
            "qunfa.permits.outage-retry",
            "100ms");
    service = RunningService.start(settings);
    replica = RunningService.start(settings);
  }

  @AfterAll
  static void stop() {
    replica.close();
    service.close();
    own.close();
  }

  @Test
  void anEmptiedRedisClosesItsCorpsAndTheDaysGoOnFromMysql() {
    PermitFixture corp = aCorp(service, "wwEmptied");
    PermitFixture there = new PermitFixture(replica, new TenantId(41), "wwEmptied");
    AccountId account = corp.anAccount("api", 1000);
    for (int n = 0; n < 8; n++) {
      use(corp, untilGranted(corp, account, 100, "before-" + n));
    }
    untilGranted(there, account, 1, "there");
    redis(service).execute((RedisCallback<Object>) connection -> flushed(connection));

    Decision here = corp.ask(account, 1, true, "here");
    Decision other = there.ask(account, 1, true, "other");
    JsonNode shown = corp.shown(account);
    try (MovedClock clock = new MovedClock(service)) {
      clock.forward(CLOSED.plusSeconds(1));
      Decision all = there.ask(account, 1000, false, "all");

      assertThat(here.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
      assertThat(here.retryAfter()).isBetween(CLOSED.minusMinutes(1), CLOSED);
      assertThat(other.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
      assertThat(shown.get("heldBackBy").asText()).isEqualTo("LIMITER_UNAVAILABLE");
      assertThat(shown.get("heldBackBecause").asText())
          .startsWith("Redis lost what was counted at ")
          .contains("Nothing is sent until ");
      // 801 are used; MySQL knows so in twentieths of the quota, or by the ask if that is more.
      assertThat(all.granted()).isBetween(100, 199);
    }
  }

  @Test
  void aPausedRedisPermitsNothingAndForgetsNothing() {
    PermitFixture corp = aCorp(service, "wwPaused");
    AccountId account = corp.anAccount("api", 100);
    use(corp, untilGranted(corp, account, 40, "before"));

    own.redis().pause();
    Decision paused = corp.ask(account, 20, true, "paused");
    Decision still = corp.ask(account, 20, true, "paused");
    JsonNode shown = corp.shown(account);
    own.redis().resume();
    Decision again = untilGranted(corp, account, 20, "paused");
    Decision rest = corp.ask(account, 100, false, "rest");

    assertThat(paused.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
    assertThat(still.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
    assertThat(shown.get("usedToday").isNull()).isTrue();
    assertThat(shown.get("heldBackBecause").asText()).startsWith("Redis does not answer");
    assertThat(again.granted()).isEqualTo(20);
    assertThat(rest.granted()).isEqualTo(40);
  }

  @Test
  void aRedisThatCameBackWithAllItHadGoesOnAfterAMoment() {
    PermitFixture corp = aCorp(service, "wwBack");
    AccountId account = corp.anAccount("api", 100);
    use(corp, untilGranted(corp, account, 40, "before"));

    own.redis().stop();
    own.redis().start();
    Decision again = untilGranted(corp, account, 100, "rest");

    assertThat(again.granted()).isEqualTo(60);
  }

  @Test
  void aRedisThatCameBackWithAnOldFileIsFoundOut() throws IOException {
    PermitFixture corp = aCorp(service, "wwOld");
    PermitFixture there = new PermitFixture(replica, new TenantId(41), "wwOld");
    AccountId account = corp.anAccount("api", 100);
    use(corp, untilGranted(corp, account, 10, "before"));
    Path data = folder.resolve("redis/data");
    Path old = folder.resolve("old-data");
    own.redis().stop();
    copy(data, old);
    own.redis().start();
    use(corp, untilGranted(corp, account, 50, "after the copy"));

    own.redis().stop();
    copy(old, data);
    own.redis().start();
    String name = "old-" + NAMES.incrementAndGet();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Decision decision = there.ask(account, 100, false, name);
              assertThat(decision.granted()).isZero();
              assertThat(decision.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
              assertThat(decision.retryAfter()).isGreaterThan(Duration.ofMinutes(5));
            });

    try (MovedClock clock = new MovedClock(service)) {
      clock.forward(CLOSED.plusSeconds(1));
      assertThat(untilGranted(there, account, 100, "rest").granted()).isEqualTo(40);
    }
  }

  private static PermitFixture aCorp(RunningService running, String corp) {
    PermitFixture fixture = new PermitFixture(running, new TenantId(41), corp);
    fixture.aCorp();
    return fixture;
  }

  /** Another test may have taken Redis away a moment ago. */
  private static Decision untilGranted(
      PermitFixture corp, AccountId account, int recipients, String reference) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(corp.ask(account, recipients, false, reference).granted()).isPositive());
    return corp.ask(account, recipients, false, reference);
  }

  private static void use(PermitFixture corp, Decision decision) {
    assertThat(decision.granted()).isPositive();
    corp.settle(decision, Verdict.USED, Duration.ZERO, PushBack.OTHER);
  }

  private static StringRedisTemplate redis(RunningService running) {
    return running.bean(StringRedisTemplate.class);
  }

  private static Object flushed(RedisConnection redis) {
    redis.serverCommands().flushAll();
    return redis;
  }

  private static void copy(Path from, Path to) throws IOException {
    delete(to);
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
