package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import io.qunfa.executor.ChannelSender;
import io.qunfa.executor.NotNow;
import io.qunfa.job.FollowUp;
import io.qunfa.permit.PushBack;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.jwt.JwtEncoder;

/** What executors call beside sending, counted at the simulator. */
class CallSlicesOfExecutorsTest {
  private static final String RESULTS = "get_groupmsg_send_result";
  private static final String TASK = "get_groupmsg_task";
  private static final String UPLOAD = "media/upload";
  private final Instant sentAt = Instant.now();

  private final Workbench bench = Workbench.shared();

  @BeforeEach
  void fresh() {
    bench.wecom.fresh();
    bench.suite.down.clear();
    bench.suite.handedBack.clear();
    bench.suite.settledSlices.clear();
  }

  @AfterEach
  void asBefore() {
    bench.suite.callsLeft.clear();
    bench.suite.callsAsScripted();
    bench.suite.down.clear();
  }

  @Test
  void noMoreCallsAreMadeThanSlicesAllowAndTheFollowUpIsHandedBack() {
    SendCommand job = aConfirmedJob(300);
    awaitAllSlicesReturned();
    bench.wecom.settings(Map.of("pageMax", 7));
    bench.suite.callsLeft.put(RESULTS, new AtomicInteger(12));
    int reports = bench.reportsOf(job.campaignId()).size();

    follow(job);

    await().atMost(Duration.ofSeconds(30)).until(() -> !bench.suite.handedBack.isEmpty());
    FollowUp.HandBack back = bench.suite.handedBack.remove();
    assertThat(back.campaignId()).isEqualTo(job.campaignId());
    assertThat(back.kind()).isEqualTo(FollowUp.Kind.RECEIPTS);
    assertThat(back.retryAfter()).isEqualTo(ScriptedSuite.DENIED_FOR);
    assertThat(bench.wecom.calls(RESULTS)).isBetween(1, 12);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bench.reportsOf(job.campaignId()).size() > reports);
    assertThat(bench.reportsOf(job.campaignId())).hasSize(reports + 1);
    assertThat(bench.reportsOf(job.campaignId()).getLast())
        .isInstanceOfSatisfying(
            JobOutcome.Receipts.class,
            read -> {
              assertThat(read.complete()).isFalse();
              assertThat(read.receipts()).hasSize(7 * bench.wecom.calls(RESULTS));
            });
  }

  @Test
  void aLongAnswerIsReadToItsEndAFewCallsAtATimeAndNoPageTwice() {
    SendCommand job = aConfirmedJob(300);
    awaitAllSlicesReturned();
    bench.wecom.settings(Map.of("pageMax", 7));
    FollowUp.@Nullable Position position = null;

    for (int round = 0; round < 20 && !isComplete(job); round++) {
      bench.suite.callsLeft.put(RESULTS, new AtomicInteger(5));
      follow(job, FollowUp.Kind.RECEIPTS, position);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !bench.suite.handedBack.isEmpty() || isComplete(job));
      FollowUp.HandBack back = bench.suite.handedBack.poll();
      position = back == null ? null : back.position();
    }

    assertThat(isComplete(job)).isTrue();
    assertThat(bench.wecom.calls(RESULTS)).isEqualTo(43);
    assertThat(bench.wecom.calls(TASK)).isOne();
    assertThat(receiptsOf(job)).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void aPlaceThatWecomHasForgottenMakesTheAnswerBeReadAnew() {
    SendCommand job = aConfirmedJob(30);
    bench.wecom.settings(Map.of("pageMax", 7));

    follow(job, FollowUp.Kind.RECEIPTS, new FollowUp.Position("long-ago", true));

    await().atMost(Duration.ofSeconds(30)).until(() -> isComplete(job));
    assertThat(receiptsOf(job)).hasSize(30);
  }

  @Test
  void whoWasOpenOnPagesThatWereReadBeforeIsNotCalledStopped() {
    SendCommand job = aConfirmedJob(30);
    awaitAllSlicesReturned();
    bench.wecom.settings(Map.of("pageMax", 7));
    bench.suite.callsLeft.put(RESULTS, new AtomicInteger(2));
    follow(job, FollowUp.Kind.STOP, null);
    await().atMost(Duration.ofSeconds(30)).until(() -> !bench.suite.handedBack.isEmpty());
    FollowUp.Position left = Objects.requireNonNull(bench.suite.handedBack.remove().position());
    bench.suite.callsLeft.clear();

    follow(job, FollowUp.Kind.STOP, new FollowUp.Position(left.cursor(), true));
    await().atMost(Duration.ofSeconds(30)).until(() -> receiptsOf(job).size() == 30);
    follow(job, FollowUp.Kind.STOP, null);

    assertThat(left.open()).isFalse();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bench.reportsOf(job.campaignId()).getLast() instanceof JobOutcome.Stopped);
    assertThat(bench.reportsOf(job.campaignId()))
        .filteredOn(JobOutcome.Stopped.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aLongAnswerCostsOneQuestionPerSlice() {
    SendCommand job = aConfirmedJob(350);
    bench.wecom.settings(Map.of("pageMax", 7));
    long asked = asksFor(RESULTS);

    followToTheEnd(job);

    assertThat(bench.wecom.calls(RESULTS)).isEqualTo(50);
    // Ten of five calls, and one that another test may have left unused.
    assertThat(asksFor(RESULTS) - asked).isBetween(9L, 11L);
  }

  @Test
  void whileAccountServiceIsAwayNothingIsCalledAndTheWorkIsHandedBack() {
    SendCommand job = aConfirmedJob(2);
    awaitAllSlicesReturned();
    bench.suite.down.add("calls");

    follow(job);

    await().atMost(Duration.ofSeconds(30)).until(() -> !bench.suite.handedBack.isEmpty());
    assertThat(bench.wecom.calls(TASK)).isZero();
    bench.suite.down.remove("calls");
    followToTheEnd(job);
  }

  @Test
  void aFileThatMayNotBeUploadedNowPutsItsJobOffAndNothingElse() {
    awaitAllSlicesReturned();
    bench.suite.callsLeft.put("media_upload", new AtomicInteger());
    bench.suite.media.put("not-now", new byte[] {1, 2, 3, 4, 5, 6});

    JobOutcome outcome = bench.send(bench.job(aPicture("not-now"), bench.contacts(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(DeferReason.LIMITED);
              assertThat(deferred.retryAfter()).isEqualTo(ScriptedSuite.DENIED_FOR);
              assertThat(deferred.gate()).isFalse();
              assertThat(deferred.begun()).isFalse();
            });
    assertThat(bench.wecom.calls(UPLOAD)).isZero();
  }

  @Test
  void whatWecomSaysOfAnUploadIsToldOfTheUploadAndNotOfTheSending() {
    bench.suite.media.put("too-often", new byte[] {6, 5, 4, 3, 2, 1});
    bench.wecom.fault(UPLOAD, "ERRCODE", Map.of("code", 45009, "count", 1));

    JobOutcome outcome = bench.send(bench.job(aPicture("too-often"), bench.contacts(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class,
            deferred -> {
              assertThat(deferred.code()).isEqualTo(45009);
              assertThat(deferred.gate()).isFalse();
              assertThat(deferred.begun()).isFalse();
            });
    assertThat(bench.suite.settledSlices)
        .anySatisfy(
            settled -> {
              assertThat(settled.permitId()).contains("media_upload");
              assertThat(settled.cause()).isEqualTo(PushBack.RATE);
              assertThat(settled.pushBack()).isPositive();
            });
  }

  @Test
  void executorsShareWhatARealAccountServiceGrantsAndACallTooManyOfOneShutsTheApiForAll() {
    AccountService accounts = AccountService.withoutCorps(bench.executor.getBean(JwtEncoder.class));
    String window = "--qunfa.wecom.rate-window=";
    List<String> arguments = new ArrayList<>(bench.arguments());
    arguments.removeIf(argument -> argument.startsWith(window));
    arguments.add(window + "60s");
    SendCommand job = aConfirmedJob(300);
    awaitAllSlicesReturned();
    accounts.aLimitOf(20, Simulator.CORP);
    bench.suite.callsAt(accounts.url());
    try (ConfigurableApplicationContext another =
        new SpringApplicationBuilder(ApiExecutorApplication.class)
            .run(arguments.toArray(String[]::new))) {
      bench.wecom.settings(Map.of("pageMax", 1));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> followUpIn(another, job) != null && bench.wecom.calls(RESULTS) > 0);

      NotNow here = followUpIn(bench.executor, job);

      assertThat(here).isNotNull();
      assertThat(bench.wecom.calls(RESULTS)).isBetween(1, 20);

      bench.wecom.fresh();
      bench.wecom.fault("cancel_groupmsg_send", "ERRCODE", Map.of("code", 45009, "count", 1));

      NotNow tooOften = stopIn(another, job);
      NotNow shut = stopIn(bench.executor, job);

      assertThat(tooOften.retryAfter()).isEqualTo(Duration.ofSeconds(60));
      assertThat(shut.getMessage()).contains("API_BLOCKED");
      assertThat(shut.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
      assertThat(bench.wecom.calls("cancel_groupmsg_send")).isEqualTo(1);
    } finally {
      bench.suite.callsAsScripted();
      accounts.process().stop();
    }
  }

  private NotNow stopIn(ConfigurableApplicationContext executor, SendCommand job) {
    return askedIn(executor, job, FollowUp.Kind.STOP);
  }

  private NotNow followUpIn(ConfigurableApplicationContext executor, SendCommand job) {
    return askedIn(executor, job, FollowUp.Kind.RECEIPTS);
  }

  private NotNow askedIn(
      ConfigurableApplicationContext executor, SendCommand job, FollowUp.Kind kind) {
    FollowUp followUp = bench.followUp(job, kind, msgidOf(job), sentAt);
    return catchThrowableOfType(
        NotNow.class,
        () -> executor.getBean(ChannelSender.class).followUp(followUp, outcome -> {}));
  }

  private SendCommand aConfirmedJob(int recipients) {
    SendCommand job = bench.job(new MessageContent("收据", List.of()), bench.contacts(recipients));
    assertThat(bench.send(job)).isInstanceOf(JobOutcome.Accepted.class);
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());
    return job;
  }

  private String msgidOf(SendCommand job) {
    return bench.reportsOf(job.campaignId()).stream()
        .filter(JobOutcome.Accepted.class::isInstance)
        .map(outcome -> ((JobOutcome.Accepted) outcome).msgid())
        .findFirst()
        .orElseThrow();
  }

  private void follow(SendCommand job) {
    follow(job, FollowUp.Kind.RECEIPTS, null);
  }

  private void follow(SendCommand job, FollowUp.Kind kind, FollowUp.@Nullable Position position) {
    bench.suite.followUps.add(bench.followUp(job, kind, msgidOf(job), sentAt, position));
  }

  private boolean isComplete(SendCommand job) {
    return bench.reportsOf(job.campaignId()).getLast() instanceof JobOutcome.Receipts receipts
        && receipts.complete();
  }

  private List<JobOutcome.Receipt> receiptsOf(SendCommand job) {
    return bench.reportsOf(job.campaignId()).stream()
        .filter(JobOutcome.Receipts.class::isInstance)
        .flatMap(outcome -> ((JobOutcome.Receipts) outcome).receipts().stream())
        .toList();
  }

  private void followToTheEnd(SendCommand job) {
    follow(job);
    await().atMost(Duration.ofSeconds(60)).until(() -> isComplete(job));
  }

  private long asksFor(String api) {
    return bench.suite.sliceAsks.stream().filter(ask -> ask.api().equals(api)).count();
  }

  /** One that is kept would be used without a question. */
  private void awaitAllSlicesReturned() {
    await().atMost(Duration.ofSeconds(30)).until(bench.suite::allSlicesAreSettled);
  }

  private static MessageContent aPicture(String media) {
    return new MessageContent("看图", List.of(new Attachment.Image(media, null)));
  }
}
