package io.qunfa.e2e.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.local.servers.RedisServer;
import io.qunfa.local.suite.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * Permits through REST at a replica of account-service whose limits are out of the way, over the
 * same script run with EVALSHA alone, as often as one connection per worker allows.
 */
final class Reservations {
  private static final int CONNECTIONS = 16;
  private static final int RECIPIENTS = 100;
  private static final double TARGET_SHARE = 0.1;
  private static final double TARGET_P99_MILLIS = 10;
  private static final ZoneId CORPS_ZONE = ZoneId.of("Asia/Shanghai");
  private static final String SECRET = "a secret that only this benchmark and its replica share";
  private static final Map<String, String> OUT_OF_THE_WAY =
      Map.ofEntries(
          Map.entry("QUNFA_JWT_SECRET", SECRET),
          Map.entry("QUNFA_PERMITS_SLOTSPERWINDOW", "1000000000"),
          Map.entry("QUNFA_PERMITS_LIFE", "2s"),
          Map.entry("QUNFA_PERMITS_LATENESS", "0s"),
          Map.entry("QUNFA_PERMITS_CALLLASTS", "1s"),
          Map.entry("QUNFA_PERMITS_SETTLEABLE", "5s"),
          Map.entry("QUNFA_PERMITS_API_PERMINUTE", "1000000000"),
          Map.entry("QUNFA_PERMITS_API_PERHOUR", "1000000000"),
          Map.entry("QUNFA_PERMITS_API_ATONCE", "1000000"),
          Map.entry("QUNFA_PERMITS_API_MOSTATONCE", "1000000"));

  private final Stage stage;
  private final Results results;
  private final Clock clock;

  Reservations(Stage stage, Results results, Clock clock) {
    this.stage = stage;
    this.results = results;
    this.clock = clock;
  }

  void measure(boolean quick) {
    Duration time = Duration.ofSeconds(quick ? 4 : 15);
    Company company = stage.found(CompanyPlan.of("permits", 200, 1).dailyQuota(10_000_000));
    List<String> all = List.copyOf(company.accountIds().values());
    List<String> accounts = all.subList(1, all.size());
    ServiceProcess replica = stage.suite().addReplica("account-service", OUT_OF_THE_WAY);
    String token = ServiceToken.of(SECRET, clock);
    RedisServer redis = stage.suite().servers().redis();
    RedisURI address = RedisURI.create(redis.host(), redis.port());
    RedisClient client = RedisClient.create(address);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      String first = all.getFirst();
      URI service = URI.create(replica.url());
      // A replica grants nothing until it knows that Redis has forgotten nothing, and the first ask
      // of an account fetches what MySQL knows.
      Awaitility.await("the first permit of " + first)
          .atMost(Duration.ofSeconds(60))
          .until(() -> isGranted(reserve(service, token, first)));
      CapturedRun script =
          CapturedRun.of(redis, first, () -> reserve(service, token, first))
              .withQuota(LocalDate.now(clock.withZone(CORPS_ZONE)).toEpochDay());
      results.progress("warming up with permits");
      throughRest(replica, token, accounts, time.dividedBy(2));
      long before = memory(connection.sync(), script);
      Load.Measured rest = throughRest(replica, token, accounts, time);
      Load.Measured bare = bare(client, script, time);
      Load.Measured again = throughRest(replica, token, accounts, time);
      report(rest, bare, again);
      results.note(
          "e  one account in Redis, before and after",
          String.format(Locale.ROOT, "%,d B, %,d B", before, memory(connection.sync(), script)));
    } finally {
      client.shutdown();
    }
  }

  private void report(Load.Measured rest, Load.Measured bare, Load.Measured again) {
    double perSecond = (rest.perSecond() + again.perSecond()) / 2;
    double share = perSecond / bare.perSecond();
    results.atLeast(
        "e  reservations through REST, 16 connections, over EVALSHA",
        share,
        String.format(Locale.ROOT, "%.2f", share),
        TARGET_SHARE,
        "0.1");
    results.note(
        "e  reservations through REST, and bare EVALSHA",
        String.format(Locale.ROOT, "%,.0f/s, %,.0f/s", perSecond, bare.perSecond()));
    results.note(
        "e  permits in slices of " + RECIPIENTS,
        String.format(Locale.ROOT, "%,.0f/s", perSecond * RECIPIENTS));
    double p99 = Math.max(rest.millisAt(0.99), again.millisAt(0.99));
    results.atMost(
        "e  reservations: 99 of 100 answered within",
        p99,
        String.format(Locale.ROOT, "%.1f ms", p99),
        TARGET_P99_MILLIS,
        "10 ms");
    results.note(
        "e  EVALSHA: 99 of 100 answered within",
        String.format(Locale.ROOT, "%.1f ms", bare.millisAt(0.99)));
  }

  private static Load.Measured throughRest(
      ServiceProcess replica, String token, List<String> accounts, Duration time) {
    return Load.run(
        CONNECTIONS,
        time,
        number -> {
          KeepAliveConnection connection = connect(URI.create(replica.url()), token);
          return new Load.Worker() {
            private int next = number;

            @Override
            public void once() throws IOException {
              next = (next + CONNECTIONS) % accounts.size();
              Answer answer = connection.post(body(accounts.get(next)));
              if (!isGranted(answer)) {
                throw new IllegalStateException("nothing was granted: " + answer);
              }
            }

            @Override
            public void close() throws IOException {
              connection.close();
            }
          };
        });
  }

  private static Load.Measured bare(RedisClient client, CapturedRun script, Duration time) {
    return Load.run(
        CONNECTIONS,
        time,
        number -> {
          StatefulRedisConnection<String, String> connection = client.connect();
          RedisCommands<String, String> commands = connection.sync();
          return new Load.Worker() {
            @Override
            public void once() {
              CapturedRun fresh = script.fresh();
              List<Object> answer =
                  commands.evalsha(
                      fresh.sha(),
                      ScriptOutputType.MULTI,
                      fresh.keys().toArray(String[]::new),
                      fresh.arguments().toArray(String[]::new));
              if (!Long.valueOf(RECIPIENTS).equals(answer.getFirst())) {
                throw new IllegalStateException("the script granted nothing: " + answer);
              }
            }

            @Override
            public void close() {
              connection.close();
            }
          };
        });
  }

  private static long memory(RedisCommands<String, String> redis, CapturedRun script) {
    Long bytes = redis.memoryUsage(script.accountKey());
    return bytes == null ? 0 : bytes;
  }

  private static boolean isGranted(Answer answer) {
    return answer.status() == 200 && answer.body().contains("\"granted\":" + RECIPIENTS + ",");
  }

  private static Answer reserve(URI service, String token, String account) {
    try (KeepAliveConnection connection = connect(service, token)) {
      return connection.post(body(account));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static KeepAliveConnection connect(URI service, String token) {
    try {
      return new KeepAliveConnection(service, "/internal/v1/permits:reserve", token);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private static byte[] body(String account) {
    return Json.write(
            Map.of(
                "tenantId",
                "1",
                "asks",
                List.of(
                    Map.of(
                        "accountId",
                        account,
                        "recipients",
                        RECIPIENTS,
                        "wholeOnly",
                        true,
                        "reference",
                        UUID.randomUUID().toString()))))
        .getBytes(UTF_8);
  }
}
