package io.qunfa.e2e.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Tasks;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Single tasks and batches through the gateway, each durable before it is answered, over durable
 * single-row commits of bare JDBC with as many connections. The tasks are sent while they come in;
 * once more they are only taken in, for later.
 */
final class SingleTasks {
  private static final int CONNECTIONS = 32;
  private static final int BATCH = 100;

  /** A service runs for weeks; in its first minute its code is still being compiled. */
  private static final int WARM_UP_ROUNDS = 4;

  private static final int BATCH_CONNECTIONS = 8;
  private static final double TARGET_SHARE = 0.25;
  private static final double TARGET_P99_MILLIS = 100;
  private static final double TARGET_BATCH_GAIN = 8;

  private final Stage stage;
  private final Results results;

  SingleTasks(Stage stage, Results results) {
    this.stage = stage;
    this.results = results;
  }

  void measure(boolean quick) throws SQLException {
    Duration time = Duration.ofSeconds(quick ? 5 : 20);
    // So many contacts that none comes near WeCom's receive quota, which would exclude its tasks.
    Company company = stage.found(CompanyPlan.of("single", 200, 300).dailyQuota(1_000_000));
    List<String> contacts = List.copyOf(company.contacts());
    results.progress("warming up with single tasks");
    tasks(company, contacts, 1, CONNECTIONS, time.multipliedBy(WARM_UP_ROUNDS));
    Load.Measured bare = commits(time);
    Load.Measured singles = tasks(company, contacts, 1, CONNECTIONS, time);
    Load.Measured batches = tasks(company, contacts, BATCH, BATCH_CONNECTIONS, time);
    stage.operator().rest().post("/api/v1/corps/" + company.corpId() + ":stop").expect(200);
    Load.Measured kept = tasks(company, contacts, 1, CONNECTIONS, time);
    report(bare, singles, batches, kept);
  }

  private void report(
      Load.Measured bare, Load.Measured singles, Load.Measured batches, Load.Measured kept) {
    double share = singles.perSecond() / bare.perSecond();
    results.atLeast(
        "b  single tasks, 32 connections, over bare durable commits",
        share,
        String.format(Locale.ROOT, "%.2f", share),
        TARGET_SHARE,
        "0.25");
    results.note(
        "b  single tasks, and the bare commits",
        String.format(Locale.ROOT, "%,.0f/s, %,.0f/s", singles.perSecond(), bare.perSecond()));
    results.atMost(
        "b  single tasks: 99 of 100 answered within",
        singles.millisAt(0.99),
        String.format(Locale.ROOT, "%.0f ms", singles.millisAt(0.99)),
        TARGET_P99_MILLIS,
        "100 ms");
    results.note(
        "b  single tasks: half answered within",
        String.format(Locale.ROOT, "%.1f ms", singles.millisAt(0.5)));
    results.note(
        "b  single tasks while the corp's sending is stopped",
        String.format(
            Locale.ROOT,
            "%,.0f/s, %.2f of bare; half within %.0f ms, 99 of 100 within %.0f ms",
            kept.perSecond(),
            kept.perSecond() / bare.perSecond(),
            kept.millisAt(0.5),
            kept.millisAt(0.99)));
    double gain = batches.perSecond() * BATCH / singles.perSecond();
    results.atLeast(
        "b  tasks in batches of 100, over single ones",
        gain,
        String.format(Locale.ROOT, "%.1f", gain),
        TARGET_BATCH_GAIN,
        "8");
    results.note(
        "b  tasks in batches, half of the batches answered within",
        String.format(
            Locale.ROOT, "%,.0f/s, %.0f ms", batches.perSecond() * BATCH, batches.millisAt(0.5)));
  }

  private Load.Measured tasks(
      Company company, List<String> contacts, int size, int connections, Duration time) {
    URI gateway = stage.operator().rest().base();
    String token = Objects.requireNonNull(stage.operator().rest().token());
    String path = size == 1 ? "/api/v1/tasks" : "/api/v1/tasks:batch";
    return Load.run(
        connections,
        time,
        number -> {
          try {
            KeepAliveConnection connection = new KeepAliveConnection(gateway, path, token);
            SplittableRandom random = new SplittableRandom(number);
            return new Load.Worker() {
              @Override
              public void once() throws IOException {
                Answer answer = connection.post(body(company.corpId(), contacts, size, random));
                if (answer.status() != 202) {
                  throw new IllegalStateException(answer.toString());
                }
              }

              @Override
              public void close() throws IOException {
                connection.close();
              }
            };
          } catch (IOException refused) {
            throw new UncheckedIOException(refused);
          }
        });
  }

  private static byte[] body(
      String corpId, List<String> contacts, int size, SplittableRandom random) {
    Stream<JsonNode> tasks =
        Stream.generate(
            () ->
                Tasks.task(
                    corpId,
                    "Ihre Bestellung " + random.nextInt(1_000_000),
                    List.of(contacts.get(random.nextInt(contacts.size())))));
    Object body = size == 1 ? tasks.findFirst().orElseThrow() : tasks.limit(size).toList();
    return Json.write(body).getBytes(UTF_8);
  }

  private Load.Measured commits(Duration time) throws SQLException {
    try (Connection connection = stage.connect("qunfa_bench");
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists committed");
      statement.execute(
          """
          create table committed (
            id bigint not null auto_increment primary key,
            tenant_id bigint not null,
            payload varchar(400) not null)
          """);
    }
    return Load.run(CONNECTIONS, time, this::committer);
  }

  private Load.Worker committer(int number) {
    try {
      Connection connection = stage.connect("qunfa_bench");
      PreparedStatement insert =
          connection.prepareStatement("insert into committed (tenant_id, payload) values (?, ?)");
      String payload = "x".repeat(300);
      return new Load.Worker() {
        @Override
        public void once() throws SQLException {
          insert.setLong(1, number);
          insert.setString(2, payload);
          insert.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
          connection.close();
        }
      };
    } catch (SQLException refused) {
      throw new IllegalStateException("MySQL refused a connection", refused);
    }
  }
}
