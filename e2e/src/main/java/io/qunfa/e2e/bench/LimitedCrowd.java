package io.qunfa.e2e.bench;

import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Rest;
import io.qunfa.e2e.client.Tasks;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.e2e.company.FoundCompany;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * What accounts that must wait cost those that need not: single tasks of a hundred accounts at an
 * even pace, alone, and beside nine hundred accounts whose quota is used up while half a million
 * recipients wait for them. The wait of a task is from its acceptance to the beginning of its call,
 * both by task-service's clock.
 */
final class LimitedCrowd {
  private static final double TARGET_WAIT = 1.2;
  private static final double TARGET_CPU = 1.1;
  private static final int TASKS_PER_SECOND = 40;
  private static final int QUOTA = 50;

  private final Stage stage;
  private final Results results;

  LimitedCrowd(Stage stage, Results results) {
    this.stage = stage;
    this.results = results;
  }

  /** A stretch of even load. */
  private record Stretch(
      long tasks, double p50, double p99, double taskServiceCpu, double mysqlCpu) {}

  void measure(boolean quick) throws SQLException {
    Duration time = Duration.ofSeconds(quick ? 15 : 60);
    Company free = stage.found(CompanyPlan.of("free", 100, 30));
    load(free, "warm", Duration.ofSeconds(quick ? 5 : 20));
    Stretch alone = load(free, "alone", time);
    long waiting = makeTheOthersWait(quick);
    Stretch beside = load(free, "beside", time);
    report(alone, beside, waiting);
  }

  private void report(Stretch alone, Stretch beside, long waiting) {
    results.note(
        "f  recipients that wait for limited accounts", String.format(Locale.ROOT, "%,d", waiting));
    results.note("f  100 accounts alone", shown(alone));
    results.note("f  beside 900 limited ones", shown(beside));
    double wait = beside.p99() / alone.p99();
    results.atMost(
        "f  p99 wait of the 100, beside limited ones over alone",
        wait,
        String.format(Locale.ROOT, "%.2f", wait),
        TARGET_WAIT,
        "1.2");
    double cpu = cpuPerTask(beside) / cpuPerTask(alone);
    results.atMost(
        "f  CPU of task-service per task, beside limited ones over alone",
        cpu,
        String.format(Locale.ROOT, "%.2f", cpu),
        TARGET_CPU,
        "1.1");
    results.note(
        "f  CPU of MySQL, beside limited ones over alone",
        String.format(Locale.ROOT, "%.2f", beside.mysqlCpu() / alone.mysqlCpu()));
  }

  private static String shown(Stretch stretch) {
    return String.format(
        Locale.ROOT,
        "%d tasks, wait p50 %.0f p99 %.0f ms, CPU per task %.2f ms",
        stretch.tasks(),
        stretch.p50(),
        stretch.p99(),
        1000 * cpuPerTask(stretch));
  }

  private static double cpuPerTask(Stretch stretch) {
    return stretch.taskServiceCpu() / stretch.tasks();
  }

  /** Tasks at an even pace, and what became of them once all have begun. */
  private Stretch load(Company company, String text, Duration time) throws SQLException {
    List<String> contacts = List.copyOf(company.contacts());
    SplittableRandom random = new SplittableRandom(text.hashCode());
    Tasks tasks = stage.operator().tasks();
    AtomicLong posted = new AtomicLong();
    long first = lastTask() + 1;
    double cpu = taskServiceCpu();
    double mysqlCpu = mysqlCpu();
    try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> posting =
          pace.scheduleAtFixedRate(
              () -> {
                String contact = contacts.get(random.nextInt(contacts.size()));
                long number = posted.incrementAndGet();
                tasks
                    .post(
                        Tasks.task(company.corpId(), text + " " + number, List.of(contact)),
                        UUID.randomUUID().toString())
                    .expect(202);
              },
              0,
              TimeUnit.SECONDS.toNanos(1) / TASKS_PER_SECOND,
              TimeUnit.NANOSECONDS);
      Awaitility.await("the end of the stretch")
          .pollDelay(time)
          .atMost(time.plusSeconds(5))
          .until(() -> true);
      posting.cancel(false);
    }
    Awaitility.await("every task of the stretch has begun")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> waits(first).size() >= posted.get());
    List<Long> waits = waits(first);
    return new Stretch(
        waits.size(),
        at(waits, 0.5),
        at(waits, 0.99),
        taskServiceCpu() - cpu,
        mysqlCpu() - mysqlCpu);
  }

  private static double at(List<Long> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
  }

  private long lastTask() throws SQLException {
    try (Connection connection = stage.connect("qunfa_task");
        PreparedStatement query =
            connection.prepareStatement("select coalesce(max(task_id), 0) from single_task");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Milliseconds, ascending. */
  private List<Long> waits(long firstTask) throws SQLException {
    try (Connection connection = stage.connect("qunfa_task");
        PreparedStatement query =
            connection.prepareStatement(
                """
                select timestampdiff(microsecond, t.created_at, j.begun_at) div 1000 as wait
                from single_task t
                join send_job j on j.tenant_id = t.tenant_id and j.campaign_id = t.task_id
                where t.task_id >= ? and j.begun_at is not null
                order by wait
                """)) {
      query.setLong(1, firstTask);
      List<Long> waits = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          waits.add(row.getLong(1));
        }
      }
      return waits;
    }
  }

  /** Each of the nine hundred sends what its quota allows; half a million others wait. */
  private long makeTheOthersWait(boolean quick) {
    CompanyPlan plan =
        CompanyPlan.of("crowd", 900, quick ? QUOTA + 56 : QUOTA + 556).dailyQuota(QUOTA);
    new FoundCompany(stage.operator(), stage.simulator()).foundWithoutContacts(plan);
    try {
      Path export = Files.createTempFile("qunfa-bench-", ".csv");
      FoundCompany.writeCustomerExport(plan, export);
      stage.operator().imports().contacts(plan.corpId(), BodyPublishers.ofFile(export));
      Files.delete(export);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write the export: check the free space.", failed);
    }
    String id = stage.operator().campaigns().created(CampaignDraft.of(plan.corpId(), "alle"));
    stage.operator().campaigns().launch(id).expect(200, 202);
    long all = (long) plan.members() * plan.contactsEach();
    long waiting = all - (long) plan.members() * QUOTA;
    Rest rest = stage.operator().rest();
    Awaitility.await("900 accounts rest")
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                Json.items(
                            rest.get("/api/v1/campaigns/" + id + "/progress")
                                .expect(200)
                                .path("held"))
                        .mapToLong(held -> held.path("recipients").asLong())
                        .sum()
                    == waiting);
    return waiting;
  }

  private double taskServiceCpu() {
    return cpuSeconds(stage.suite().process("task-service").pid());
  }

  private double mysqlCpu() {
    return cpuSeconds(stage.suite().servers().mysql().pid());
  }

  /** User and system time, in the hundredths of a second that Linux counts. */
  private static double cpuSeconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }
}
