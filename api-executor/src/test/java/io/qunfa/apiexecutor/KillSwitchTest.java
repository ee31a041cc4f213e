package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.content.MessageContent;
import io.qunfa.executor.suite.AccountGates;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.AccountGate;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.JwtEncoder;

/**
 * A running executor, a real account-service, jobs that hold permits and lie on a real broker:
 * after an order to stop, counted at the channel, nothing is sent from two seconds on.
 */
class KillSwitchTest {
  private static final String CREATE = "add_msg_template";
  private static final int MANY = 1000;
  private static final Duration MUST_OBEY_WITHIN = Duration.ofSeconds(2);
  private static final MessageContent TEXT = new MessageContent("秋季新品上线", List.of());
  private static final AtomicInteger MEMBERS = new AtomicInteger();

  private static final Workbench bench = Workbench.shared();
  private static AccountService accounts;
  private AccountId account;

  @BeforeAll
  static void aRealAccountService() {
    accounts = AccountService.start(bench.executor.getBean(JwtEncoder.class));
    bench.suite.gatesAt(accounts.url());
  }

  @AfterAll
  static void stop() {
    bench.suite.gatesAlwaysOpen();
    accounts.process().stop();
  }

  @BeforeEach
  void fresh() {
    bench.wecom.fresh();
    bench.suite.down.clear();
    account = accounts.anAccount("member" + MEMBERS.incrementAndGet());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/accounts/%s:pause, /api/v1/accounts/%s:resume",
    "/api/v1/accounts/%s:disable, /api/v1/accounts/%s:enable",
    "/api/v1/corps/wwGates:stop, /api/v1/corps/wwGates:start",
    "/api/v1/sending:stop, /api/v1/sending:start"
  })
  void withinTwoSecondsOfAnOrderNothingIsSentUntilTheOrderToGoOn(String stop, String goOn) {
    List<SendCommand> backlog = aBacklogOf(MANY);
    await().atMost(Duration.ofSeconds(60)).until(() -> bench.wecom.calls(CREATE) > 5);

    accounts.post(stop.formatted(account), Map.of("reason", "test"));
    long ordered = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> System.nanoTime() - ordered >= MUST_OBEY_WITHIN.toNanos());
    int sent = bench.wecom.calls(CREATE);

    assertThat(sent).isLessThan(MANY);
    List<JobOutcome> outcomes = outcomesOf(backlog);
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(sent);
    assertThat(outcomes).filteredOn(JobOutcome.Accepted.class::isInstance).hasSize(sent);
    assertThat(outcomes)
        .filteredOn(outcome -> !(outcome instanceof JobOutcome.Accepted))
        .hasSize(MANY - sent)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        JobOutcome.Deferred.class,
                        held -> {
                          assertThat(held.reason()).isEqualTo(DeferReason.HELD);
                          assertThat(held.retryAfter()).isPositive();
                        }));

    accounts.post(goOn.formatted(account), Map.of("reason", "test"));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bench.send(job()) instanceof JobOutcome.Accepted);
  }

  @Test
  void whileNobodyCanSayWhetherAnAccountMaySendItDoesNot() {
    bench.send(job());
    int begins = bench.suite.begins.get();
    bench.suite.down.add("gates");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(bench.send(job()))
                    .isInstanceOfSatisfying(
                        JobOutcome.Deferred.class,
                        deferred ->
                            assertThat(deferred.reason())
                                .isEqualTo(DeferReason.SUITE_UNAVAILABLE)));
    int sent = bench.wecom.calls(CREATE);
    int begun = bench.suite.begins.get();
    bench.send(job());

    assertThat(begun).isGreaterThanOrEqualTo(begins);
    assertThat(bench.suite.begins.get()).isEqualTo(begun);
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(sent);
  }

  @Test
  void theJobsOfOneAccountAskOnceASecond() {
    int asked = bench.suite.gateAsks.get();
    long from = System.nanoTime();

    outcomesOf(aBacklogOf(100));

    long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds() + 1;
    assertThat(bench.suite.gateAsks.get() - asked).isLessThanOrEqualTo((int) seconds + 1);
  }

  @Test
  void twoHundredAtOnceAskOnce() {
    AccountGates gates = bench.executor.getBean(AccountGates.class);
    int asked = bench.suite.gateAsks.get();

    List<CompletableFuture<AccountGate>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 200; n++) {
        answers.add(
            CompletableFuture.supplyAsync(() -> gates.of(new TenantId(1), account), threads));
      }
    }

    assertThat(answers).allMatch(answer -> answer.join().open());
    // Two if the machine took more than a second over it.
    assertThat(bench.suite.gateAsks.get() - asked).isBetween(1, 2);
  }

  /** On the broker, all of the one account, which sends one at a time. */
  private List<SendCommand> aBacklogOf(int jobs) {
    List<SendCommand> backlog =
        bench.contacts(jobs).stream()
            .map(contact -> bench.jobOf(account, TEXT, List.of(contact)))
            .toList();
    backlog.forEach(bench::publish);
    return backlog;
  }

  private SendCommand job() {
    return bench.jobOf(account, TEXT, bench.contacts(1));
  }

  /** Once all have one. */
  private static List<JobOutcome> outcomesOf(List<SendCommand> jobs) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> jobs.stream().flatMap(job -> bench.reportsOf(job.campaignId()).stream()).toList(),
            outcomes -> outcomes.size() >= jobs.size());
  }
}
