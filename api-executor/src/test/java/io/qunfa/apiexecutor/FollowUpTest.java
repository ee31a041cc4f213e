package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.content.MessageContent;
import io.qunfa.job.FollowUp;
import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FollowUpTest {
  private final Workbench bench = Workbench.shared();

  @BeforeEach
  void fresh() {
    bench.wecom.fresh();
    bench.suite.down.clear();
  }

  @Test
  void anUnconfirmedTaskIsAskedAgain() {
    Sent sent = sent("未确认", 3);

    JobOutcome outcome = follow(sent, FollowUp.Kind.RECEIPTS);

    assertThat(outcome).isEqualTo(new JobOutcome.Receipts(List.of(), false));
  }

  @Test
  void everyPageOfReceiptsIsReportedAndOnlyTheLastIsComplete() {
    Sent sent = sent("已确认", 2500);
    bench.wecom.settings(Map.of("pageMax", 7));
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());

    follow(
        sent,
        FollowUp.Kind.RECEIPTS,
        outcome -> outcome instanceof JobOutcome.Receipts receipts && receipts.complete());

    List<JobOutcome.Receipts> pages =
        bench.reportsOf(sent.job().campaignId()).stream()
            .filter(JobOutcome.Receipts.class::isInstance)
            .map(JobOutcome.Receipts.class::cast)
            .toList();
    assertThat(pages).hasSize(3);
    assertThat(pages).extracting(JobOutcome.Receipts::complete).containsExactly(false, false, true);
    assertThat(pages.stream().flatMap(page -> page.receipts().stream()))
        .extracting(JobOutcome.Receipt::state)
        .hasSize(2500)
        .containsOnly(RecipientState.SENT);
  }

  @ParameterizedTest
  @CsvSource({"get_groupmsg_task, 41063", "get_groupmsg_send_result, 45029"})
  void recordsThatAreNotThereYetOrTooLargeAreAskedForAgainAtOnce(String api, int code) {
    Sent sent = sent("再问 " + code, 2);
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());
    bench.wecom.fault(api, "ERRCODE", Map.of("code", code, "count", 1));

    JobOutcome outcome = follow(sent, FollowUp.Kind.RECEIPTS);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Receipts.class,
            receipts -> {
              assertThat(receipts.receipts()).hasSize(2);
              assertThat(receipts.complete()).isTrue();
            });
  }

  @Test
  void aRecipientThatWecomDoesNotMentionKeepsTheJobOpen() {
    Sent sent = sent("缺一个", 2);
    bench.suite.recipients.put(
        sent.job().campaignId() + "-1/ISSUED", List.of("wmNotThereAtAll0001"));
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());

    JobOutcome outcome = follow(sent, FollowUp.Kind.RECEIPTS);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Receipts.class, receipts -> assertThat(receipts.complete()).isFalse());
  }

  @Test
  void aStoppedTaskIsNotDeliveredAndStoppingTwiceIsHarmless() {
    Sent sent = sent("停止", 3);

    follow(sent, FollowUp.Kind.STOP, JobOutcome.Stopped.class::isInstance);
    JobOutcome again = follow(sent, FollowUp.Kind.STOP, JobOutcome.Stopped.class::isInstance);
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());

    assertThat(again).isEqualTo(new JobOutcome.Stopped(RecipientState.CANCELLED));
    assertThat(bench.wecom.delivered()).isZero();
  }

  @Test
  void whoIsBeingDeliveredToWhileTheTaskIsStoppedIsNotCalledStopped() {
    Sent sent = sent("正在送达", 2);
    bench.wecom.settings(Map.of("deliveryDelayMs", 600_000));
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());

    JobOutcome during = follow(sent, FollowUp.Kind.STOP, JobOutcome.Receipts.class::isInstance);
    bench.wecom.settings(Map.of("deliveryDelayMs", 0));
    follow(sent, FollowUp.Kind.STOP, JobOutcome.Stopped.class::isInstance);

    assertThat(during).isEqualTo(new JobOutcome.Receipts(List.of(), false));
    List<JobOutcome> all = bench.reportsOf(sent.job().campaignId());
    assertThat(all).filteredOn(JobOutcome.Stopped.class::isInstance).hasSize(1);
    assertThat(all.get(all.size() - 2))
        .isInstanceOfSatisfying(
            JobOutcome.Receipts.class, receipts -> assertThat(receipts.receipts()).hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {41047, 777777})
  void aStopThatWecomRefusesForGoodEndsWithItsNumberAndTheReceipts(int code) {
    Sent sent = sent("停不了 " + code, 2);
    bench.wecom.post("/members/" + Simulator.MEMBER + ":confirm", Map.of());
    bench.wecom.fault("cancel_groupmsg_send", "ERRCODE", Map.of("code", code));

    JobOutcome outcome = follow(sent, FollowUp.Kind.STOP, JobOutcome.Stopped.class::isInstance);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Stopped.class,
            stopped -> {
              assertThat(stopped.remaining()).isEqualTo(RecipientState.CANCELLED);
              assertThat(stopped.code()).isEqualTo(code);
              assertThat(stopped.evidence()).contains(Integer.toString(code));
            });
    assertThat(bench.reportsOf(sent.job().campaignId()))
        .anySatisfy(
            report ->
                assertThat(report)
                    .isInstanceOfSatisfying(
                        JobOutcome.Receipts.class,
                        receipts -> assertThat(receipts.receipts()).hasSize(2)));
  }

  @Test
  void aStopOfATaskThatWecomDoesNotKnowEndsWithoutReceipts() {
    Sent sent = sent("不存在", 1);

    JobOutcome outcome =
        follow(
            new Sent(sent.job(), "msgNotThereAtAll0001", sent.at()),
            FollowUp.Kind.STOP,
            JobOutcome.Stopped.class::isInstance);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Stopped.class, stopped -> assertThat(stopped.code()).isEqualTo(41047));
  }

  @Test
  void aLostAnswerIsFoundAgain() {
    List<String> recipients = bench.contacts(3);
    SendCommand job = bench.job(content("丢失的回答"), recipients);
    Instant sentAt = Instant.now();
    bench.wecom.fault("add_msg_template", "RESET_AFTER", Map.of("count", 1));
    assertThat(bench.send(job)).isInstanceOf(JobOutcome.Unknown.class);
    bench.suite.recipients.put(job.campaignId() + "-1/UNKNOWN", recipients);

    JobOutcome outcome = follow(new Sent(job, null, sentAt), FollowUp.Kind.RESOLVE, any -> true);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Accepted.class, accepted -> assertThat(accepted.refused()).isEmpty());
    assertThat(bench.wecom.tasks()).isEqualTo(1);
  }

  @Test
  void twoChunksOfOneSenderAreToldApartByTheirRecipients() {
    MessageContent same = content("两批");
    SendCommand other = bench.job(same, bench.contacts(2));
    assertThat(bench.send(other)).isInstanceOf(JobOutcome.Accepted.class);
    List<String> recipients = bench.contacts(2);
    SendCommand job = bench.job(same, recipients);
    Instant sentAt = Instant.now();
    bench.wecom.fault("add_msg_template", "RESET_AFTER", Map.of("count", 1));
    bench.send(job);
    bench.suite.recipients.put(job.campaignId() + "-1/UNKNOWN", recipients);

    JobOutcome outcome = follow(new Sent(job, null, sentAt), FollowUp.Kind.RESOLVE, any -> true);

    String otherMsgid =
        ((JobOutcome.Accepted) bench.reportsOf(other.campaignId()).getFirst()).msgid();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobOutcome.Accepted.class,
            accepted -> assertThat(accepted.msgid()).isNotEqualTo(otherMsgid));
  }

  @Test
  void anotherJobsTaskForTheSameContactIsNotTakenForOurs() {
    List<String> recipients = bench.contacts(1);
    Instant sentAt = Instant.now().minusSeconds(20);
    SendCommand first = bench.job(content("同一句话"), recipients);
    JobOutcome.Accepted accepted = (JobOutcome.Accepted) bench.send(first);
    bench.suite.owners.put(accepted.msgid(), first.jobId().toString());
    SendCommand second = bench.job(content("同一句话"), recipients);
    bench.wecom.fault("add_msg_template", "RESET_BEFORE", Map.of("count", 1));
    bench.send(second);
    bench.suite.recipients.put(second.campaignId() + "-1/UNKNOWN", recipients);

    JobOutcome outcome = follow(new Sent(second, null, sentAt), FollowUp.Kind.RESOLVE, any -> true);

    assertThat(outcome).isInstanceOf(JobOutcome.Absent.class);
  }

  @Test
  void aTaskThatWasCreatedLongAfterTheLostCallIsNotLookedAt() {
    List<String> recipients = bench.contacts(1);
    SendCommand lost = bench.job(content("很久以前"), recipients);
    bench.wecom.fault("add_msg_template", "RESET_BEFORE", Map.of("count", 1));
    bench.send(lost);
    bench.suite.recipients.put(lost.campaignId() + "-1/UNKNOWN", recipients);
    bench.send(bench.job(content("很久以前"), recipients));

    JobOutcome outcome =
        follow(
            new Sent(lost, null, Instant.now().minusSeconds(3600)),
            FollowUp.Kind.RESOLVE,
            any -> true);

    assertThat(outcome).isInstanceOf(JobOutcome.Absent.class);
  }

  @Test
  void absenceIsAProofOnlyOnceTheListIsFresh() {
    List<String> recipients = bench.contacts(1);
    SendCommand job = bench.job(content("从未到达"), recipients);
    bench.wecom.fault("add_msg_template", "RESET_BEFORE", Map.of("count", 1));
    bench.send(job);
    bench.suite.recipients.put(job.campaignId() + "-1/UNKNOWN", recipients);

    JobOutcome early =
        follow(new Sent(job, null, Instant.now()), FollowUp.Kind.RESOLVE, any -> true);
    JobOutcome late =
        follow(
            new Sent(job, null, Instant.now().minusSeconds(20)),
            FollowUp.Kind.RESOLVE,
            any -> true);

    assertThat(early).isInstanceOf(JobOutcome.Unknown.class);
    assertThat(late).isInstanceOf(JobOutcome.Absent.class);
  }

  private Sent sent(String text, int recipients) {
    Instant sentAt = Instant.now();
    SendCommand job = bench.job(content(text), bench.contacts(recipients));
    JobOutcome.Accepted accepted = (JobOutcome.Accepted) bench.send(job);
    return new Sent(job, accepted.msgid(), sentAt);
  }

  private static MessageContent content(String text) {
    return new MessageContent(text, List.of());
  }

  private JobOutcome follow(Sent sent, FollowUp.Kind kind) {
    return follow(sent, kind, any -> true);
  }

  private JobOutcome follow(Sent sent, FollowUp.Kind kind, Predicate<JobOutcome> until) {
    int before = bench.reportsOf(sent.job().campaignId()).size();
    bench.suite.followUps.add(bench.followUp(sent.job(), kind, sent.msgid(), sent.at()));
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> bench.reportsOf(sent.job().campaignId()),
            reports -> reports.size() > before && until.test(reports.getLast()))
        .getLast();
  }

  private record Sent(SendCommand job, @Nullable String msgid, Instant at) {}
}
