package io.qunfa.apiexecutor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.channel.Channel;
import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;

class SendJobTest {
  private static final MessageContent TEXT = new MessageContent("秋季新品上线", List.of());
  private static final String CREATE = "add_msg_template";
  private static final String UPLOAD = "media/upload";
  private static final byte[] PICTURE =
      HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000001000000010802000000");

  private final Workbench bench = Workbench.shared();

  @BeforeEach
  void fresh() {
    bench.wecom.fresh();
    bench.suite.down.clear();
    bench.suite.slowBegin = Duration.ZERO;
  }

  @Test
  void everyRecipientIsSentToOnceAndTheOutcomeIsReported() {
    SendCommand job = bench.job(TEXT, bench.contacts(3));

    JobOutcome outcome = bench.send(job);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Accepted.class,
            accepted -> {
              assertThat(accepted.msgid()).isNotEmpty();
              assertThat(accepted.refused()).isEmpty();
            });
    assertThat(bench.wecom.recipients()).isEqualTo(3);
  }

  @Test
  void aRedeliveredMessageSendsNothing() {
    SendCommand job = bench.job(TEXT, bench.contacts(2));
    bench.send(job);
    int begins = bench.suite.begins.get();

    bench.publish(job);

    await().atMost(Duration.ofSeconds(30)).until(() -> bench.suite.begins.get() > begins);
    bench.awaitAcknowledged();
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(1);
    assertThat(bench.reportsOf(job.campaignId())).hasSize(1);
  }

  @Test
  void aCopyThatFindsItsAccountInACallSaysThatItBeganNothing() {
    SendCommand job = bench.job(TEXT, bench.contacts(1));
    bench.wecom.fault(CREATE, "HANG", Map.of("count", 1, "afterEffect", true, "delayMs", 20_000));
    bench.publish(job);
    await().atMost(Duration.ofSeconds(30)).until(() -> bench.wecom.tasks() == 1);

    JobOutcome ofTheCopy = bench.send(bench.withPermitOf(job, Duration.ofSeconds(1)));

    assertThat(ofTheCopy)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class, deferred -> assertThat(deferred.begun()).isFalse());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> bench.reportsOf(job.campaignId()),
            reports -> reports.getLast() instanceof JobOutcome.Unknown);
    assertThat(bench.wecom.tasks()).isEqualTo(1);
  }

  @Test
  void strangersAreRefusedOneByOneAndAllStrangersTogether() {
    List<String> mixed = new ArrayList<>(bench.contacts(2));
    mixed.add("wmStranger00000000001");
    List<String> strangers = List.of("wmStranger00000000002", "wmStranger00000000003");

    JobOutcome partly = bench.send(bench.job(TEXT, mixed));
    JobOutcome wholly = bench.send(bench.job(TEXT, strangers));

    assertThat(partly)
        .isInstanceOfSatisfying(
            JobOutcome.Accepted.class,
            accepted ->
                assertThat(accepted.refused())
                    .containsExactly(new JobOutcome.RefusedRecipient("wmStranger00000000001", 1)));
    assertThat(wholly)
        .isInstanceOfSatisfying(
            JobOutcome.Refused.class, refused -> assertThat(refused.code()).isEqualTo(41048));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, CHANNEL_UNAVAILABLE",
    "6000, CHANNEL_UNAVAILABLE",
    "45009, LIMITED",
    "45033, LIMITED",
    "40001, CONFIGURATION",
    "60020, CONFIGURATION",
    "48002, CONFIGURATION"
  })
  void passingErrorsAndThoseForAPersonComeAgain(int code, DeferReason reason) {
    bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", code, "count", 1));

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(reason);
              assertThat(deferred.retryAfter()).isPositive();
              assertThat(deferred.gate()).isEqualTo(code == 45009);
              assertThat(deferred.begun()).isTrue();
              assertThat(deferred.code()).isEqualTo(code);
            });
    assertThat(bench.wecom.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {40058, 45002, 84061, 60111, 777777})
  void errorsOfContentAndTargetAndUnknownOnesAreFinal(int code) {
    bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", code, "count", 1));

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.evidence()).contains(Integer.toString(code));
            });
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {40096, 46004, 84061})
  void oneBadIdDoesNotRefuseTheOthers(int code) {
    bench.wecom.settings(Map.of("strangerErrcode", code));
    List<String> mixed = new ArrayList<>(bench.contacts(2));
    mixed.add("wmStranger00000000004");

    JobOutcome outcome = bench.send(bench.job(TEXT, mixed));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(DeferReason.ONE_OF_MANY);
              assertThat(deferred.code()).isEqualTo(code);
            });
    assertThat(bench.wecom.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOKEN_EXPIRED", "TOKEN_INVALID"})
  void aRefusedTokenIsRenewedOnce(String kind) {
    bench.wecom.fault(CREATE, kind, Map.of("count", 1));

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome).isInstanceOf(JobOutcome.Accepted.class);
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(2);
  }

  @Test
  void aTokenThatIsRefusedAgainIsNotRenewedForEver() {
    bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", 40014));

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome).isInstanceOf(JobOutcome.Deferred.class);
    assertThat(bench.wecom.calls(CREATE)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "RESET_AFTER, false",
    "RESET_BEFORE, false",
    "GARBAGE, true",
    "HTTP_500, true",
    "HANG, true"
  })
  void anAnswerThatDoesNotComeLeavesTheOutcomeOpenAndIsNotRepeated(String kind, boolean after) {
    Map<String, Object> more =
        after ? Map.of("count", 1, "afterEffect", true, "delayMs", 20_000) : Map.of("count", 1);
    bench.wecom.fault(CREATE, kind, more);

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome).isInstanceOf(JobOutcome.Unknown.class);
    assertThat(bench.wecom.calls(CREATE)).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "data", "account", "begin"})
  void aSilentServiceOfOursPutsTheJobOff(String service) {
    SendCommand job = Workbench.ofAFreshCredential(bench.job(TEXT, bench.contacts(1)));
    bench.suite.down.add(service);

    JobOutcome outcome = bench.send(job);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(DeferReason.SUITE_UNAVAILABLE);
              assertThat(deferred.begun()).isFalse();
            });
    bench.awaitAcknowledged();
    assertThat(bench.wecom.calls(CREATE)).isZero();
  }

  @Test
  void whoHearsGoTooLateDoesNotCallAnyMore() {
    bench.suite.slowBegin = Duration.ofSeconds(4);

    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class, deferred -> assertThat(deferred.begun()).isTrue());
    // Not the calls: one that another test left hanging is counted when it ends.
    assertThat(bench.wecom.tasks()).isZero();
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndHoldsNothingUp() {
    List<String> unreadable =
        List.of("{\"version\":99}", "null", "{\"version\":1,\"tenantId\":\"1\"}", "no JSON");

    unreadable.forEach(body -> bench.publish(body.getBytes(UTF_8)));
    JobOutcome next = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(next).isInstanceOf(JobOutcome.Accepted.class);
    String dead = BrokerNames.deadQueueOf(BrokerNames.queueOf(Channel.API));
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < unreadable.size(); i++) {
      Message message = bench.rabbit.receive(dead, 30_000);
      assertThat(message).isNotNull();
      kept.add(new String(message.getBody(), UTF_8));
    }
    assertThat(kept).containsExactlyInAnyOrderElementsOf(unreadable);
  }

  @Test
  void aFileIsUploadedOnceAndAgainOnlyWhenWecomHasForgottenIt() {
    bench.suite.media.put("media-1", PICTURE);
    MessageContent picture =
        new MessageContent("看图", List.of(new Attachment.Image("media-1", null)));

    JobOutcome first = bench.send(bench.job(picture, bench.contacts(1)));
    JobOutcome second = bench.send(bench.job(picture, bench.contacts(1)));
    int uploads = bench.wecom.calls(UPLOAD);
    bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", 40007, "count", 1));
    JobOutcome forgotten = bench.send(bench.job(picture, bench.contacts(1)));
    JobOutcome later = bench.send(bench.job(picture, bench.contacts(1)));

    assertThat(List.of(first, second, later)).allMatch(JobOutcome.Accepted.class::isInstance);
    assertThat(forgotten)
        .isInstanceOfSatisfying(
            JobOutcome.Deferred.class, deferred -> assertThat(deferred.code()).isEqualTo(40007));
    assertThat(uploads).isEqualTo(1);
    assertThat(bench.wecom.calls(UPLOAD)).isEqualTo(2);
  }

  @Test
  void aJobWhoseFileIsLostAgainAfterAnUploadIsRefused() {
    bench.suite.media.put("media-2", PICTURE);
    MessageContent picture =
        new MessageContent("再看图", List.of(new Attachment.Image("media-2", null)));
    bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", 40007, "count", 3));
    SendCommand job = bench.job(picture, bench.contacts(1));

    JobOutcome first = bench.send(job);
    JobOutcome second = bench.send(Workbench.nextDispatchOf(job));
    JobOutcome withoutFile = bench.send(bench.job(TEXT, bench.contacts(1)));

    assertThat(first).isInstanceOf(JobOutcome.Deferred.class);
    assertThat(List.of(second, withoutFile))
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        JobOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(40007)));
  }
}
