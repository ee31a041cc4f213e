package io.qunfa.task.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.SettlePermits.Verdict;
import io.qunfa.task.deadletter.DeadReason;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.settlement.Ruling.Asking;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.JobReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeReportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  private static final JudgeReport JUDGE = judgeOf(3);

  @Test
  void anAcceptanceUsesThePermitAndAsksForReceipts() {
    Ruling ruling = ruled(sending(), new JobOutcome.Accepted("m1", List.of()));

    assertThat(ruling.change().after().status()).isEqualTo(JobStatus.ACCEPTED);
    assertThat(ruling.change().after().msgid()).isEqualTo("m1");
    assertThat(verdictOf(ruling)).isEqualTo(Verdict.USED);
    assertThat(ruling.asking()).isEqualTo(Asking.FOR_RECEIPTS);
  }

  @Test
  void anAcceptanceThatRefusesEverybodyLeavesNothingToAsk() {
    List<JobOutcome.RefusedRecipient> everybody = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      everybody.add(new JobOutcome.RefusedRecipient("wm" + i, 0));
    }

    Ruling ruling = ruled(sending(), new JobOutcome.Accepted("m1", everybody));

    assertThat(ruling.change().after().closed()).isTrue();
    assertThat(ruling.asking()).isEqualTo(Asking.ENDED);
  }

  @Test
  void aDeferralWaitsAtLeastAsLongAsTheChannelSays() {
    Ruling ruling =
        ruled(sending(), deferred(DeferReason.CHANNEL_UNAVAILABLE, Duration.ofMinutes(1), -1));

    assertThat(ruling.change().after().notBefore()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(ruling.change().after().deferrals()).isEqualTo(1);
    assertThat(verdictOf(ruling)).isEqualTo(Verdict.PUSHED_BACK);
  }

  @Test
  void limitsAndConfigurationAreWaitedOutForEver() {
    SendJob job = sending();

    for (int i = 0; i < 50; i++) {
      for (DeferReason patient : List.of(DeferReason.LIMITED, DeferReason.CONFIGURATION)) {
        SendJob after = ruled(job, deferred(patient, Duration.ofSeconds(1), 0)).change().after();
        assertThat(after.status()).isEqualTo(JobStatus.READY);
        job = after.asDispatched(permit()).asSending(NOW);
      }
    }
  }

  @Test
  void afterTooManyTriesAJobIsDead() {
    SendJob job = sending();
    for (int i = 0; i < 3; i++) {
      SendJob after = ruled(job, suiteAway()).change().after();
      job = after.asDispatched(permit()).asSending(NOW);
    }

    Ruling last = ruled(job, suiteAway());

    assertThat(last.change().after().status()).isEqualTo(JobStatus.DEAD);
    assertThat(verdictOf(last)).isEqualTo(Verdict.UNUSED);
  }

  @Test
  void afterTheSettingWasLoweredALimitIsStillWaitedOut() {
    SendJob job = sending();
    for (int i = 0; i < 3; i++) {
      job = ruled(job, suiteAway()).change().after().asDispatched(permit()).asSending(NOW);
    }
    JobOutcome limited = deferred(DeferReason.LIMITED, Duration.ofSeconds(1), 45009);

    Ruling ruling = judgeOf(2).judge(job, report(job, limited, job.epoch()), NOW).orElseThrow();

    assertThat(ruling.change().after().status()).isEqualTo(JobStatus.READY);
  }

  @Test
  void aJobThatIsRefusedForOneOfItsRecipientsGoesToAPersonAtOnce() {
    Ruling ruling = ruled(sending(), deferred(DeferReason.ONE_OF_MANY, Duration.ZERO, 84061));

    assertThat(ruling.change().after().status()).isEqualTo(JobStatus.DEAD);
    assertThat(ruling.change().after().code()).isEqualTo(84061);
    assertThat(verdictOf(ruling)).isEqualTo(Verdict.PUSHED_BACK);
  }

  @Test
  void whatWasAcceptedStaysAcceptedWhateverComesLater() {
    SendJob accepted = sending().asAccepted("m1");

    assertThat(
            List.of(
                new JobOutcome.Accepted("m1", List.of()),
                new JobOutcome.Accepted("m2", List.of()),
                suiteAway(),
                new JobOutcome.Refused(1, "late"),
                new JobOutcome.Unknown("late"),
                new JobOutcome.Absent("late"),
                new JobOutcome.Withdrawn(RecipientState.CANCELLED)))
        .allSatisfy(outcome -> assertThat(judged(accepted, outcome, 1)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("everyOutcomeButAcceptance")
  void anotherEpochsReportMeansNothing(JobOutcome outcome) {
    assertThat(judged(sending(), outcome, 2)).isEmpty();
  }

  @Test
  void anAcceptanceOfAnEarlierEpochIsNotTakenForACallThatIsUnderWay() {
    SendJob second = sending().asReady(null).asDispatched(permit()).asSending(NOW);

    assertThat(judged(second, new JobOutcome.Accepted("m1", List.of()), 1)).isEmpty();
  }

  @Test
  void anAcceptanceIsBelievedOfAJobThatHasGivenUpMeanwhile() {
    SendJob dead = sending().asReady(null).asDispatched(permit()).asDead(DeadReason.ONE_OF_MANY);

    for (int epoch : List.of(1, 2)) {
      Ruling ruling = judged(dead, new JobOutcome.Accepted("m1", List.of()), epoch).orElseThrow();

      assertThat(ruling.change().after().status()).isEqualTo(JobStatus.ACCEPTED);
      assertThat(ruling.asking()).isEqualTo(Asking.FOR_RECEIPTS);
    }
  }

  @Test
  void aDeferralFromBeforeGoSettlesADispatchedJobButNoCallUnderWay() {
    JobOutcome.Deferred unbegun =
        new JobOutcome.Deferred(
            DeferReason.NOT_STARTED, Duration.ofSeconds(1), false, 0, "a redelivered copy");
    SendJob dispatched = sending().asReady(null).asDispatched(permit());

    assertThat(judged(sending(), unbegun, 1)).isEmpty();
    assertThat(ruled(dispatched, unbegun).change().after().status()).isEqualTo(JobStatus.READY);
    assertThat(ruled(sending(), unbegun.afterGo()).change().after().status())
        .isEqualTo(JobStatus.READY);
  }

  @Test
  void aLateDeferralOfAnUnknownJobIsLeftToItsResolution() {
    assertThat(judged(sending().asUnknown(), suiteAway(), 1)).isEmpty();
  }

  @Test
  void theLimiterHearsWhatWecomComplainedAbout() {
    assertThat(causeOf(45009)).isEqualTo(PushBack.RATE);
    assertThat(causeOf(45033)).isEqualTo(PushBack.CONCURRENCY);
    assertThat(causeOf(-1)).isEqualTo(PushBack.OTHER);
  }

  @Test
  void whoHasToWaitWithoutHavingCalledOnlyRestsTheLaneAndHasThePermitBack() {
    JobOutcome.Deferred corpIsBlocked =
        new JobOutcome.Deferred(
            DeferReason.LIMITED, Duration.ofMinutes(1), true, 0, "WeCom was called too often");
    JobOutcome.Deferred badSecret =
        new JobOutcome.Deferred(
            DeferReason.CONFIGURATION, Duration.ofMinutes(10), true, 0, "a wrong secret");

    for (JobOutcome.Deferred waiting : List.of(corpIsBlocked, badSecret)) {
      for (Ruling ruling :
          List.of(ruled(dispatched(), waiting), ruled(sending(), waiting.afterGo()))) {
        assertThat(verdictOf(ruling)).isEqualTo(Verdict.UNUSED);
        assertThat(ruling.rest()).isNotNull();
        assertThat(ruling.rest().until()).isEqualTo(NOW.plus(waiting.retryAfter()));
      }
    }
  }

  @Test
  void whatAnotherApiThanTheSendingOneSaidIsNotChargedToTheSendingOne() {
    for (int code : List.of(45009, 45033, -1)) {
      JobOutcome.Deferred ofAnUpload =
          new JobOutcome.Deferred(
              DeferReason.LIMITED, Duration.ofMinutes(1), false, code, "uploading a file");

      Ruling ruling = ruled(dispatched(), ofAnUpload);

      assertThat(verdictOf(ruling)).isEqualTo(Verdict.UNUSED);
      assertThat(ruling.change().after().code()).isEqualTo(code);
      assertThat(ruling.rest()).isNull();
    }
  }

  @Test
  void aCallThatMetAWrongConfigurationCountsAndBlamesTheCorpAndNotTheAccount() {
    Ruling ruling =
        ruled(sending(), deferred(DeferReason.CONFIGURATION, Duration.ofMinutes(1), 60020));

    assertThat(verdictOf(ruling)).isEqualTo(Verdict.PUSHED_BACK);
    assertThat(ruling.change().verdict()).isNotNull();
    assertThat(ruling.change().verdict().cause()).isEqualTo(PushBack.CORP);
    assertThat(ruling.change().verdict().pushBack()).isZero();
  }

  @Test
  void aStopCloses() {
    Ruling ruling =
        ruled(sending().asAccepted("m1"), new JobOutcome.Stopped(RecipientState.CANCELLED));

    assertThat(ruling.change().after().closed()).isTrue();
    assertThat(ruling.asking()).isEqualTo(Asking.ENDED);
  }

  @Test
  void aStopThatTheChannelRefusesClosesTooAndKeepsTheReason() {
    Ruling ruling =
        ruled(
            sending().asAccepted("m1"),
            new JobOutcome.Stopped(RecipientState.CANCELLED, 41047, "no such task"));

    assertThat(ruling.change().after().closed()).isTrue();
    assertThat(ruling.change().after().code()).isEqualTo(41047);
    assertThat(ruling.change().after().evidence()).isEqualTo("no such task");
    assertThat(ruling.asking()).isEqualTo(Asking.ENDED);
  }

  static List<JobOutcome> everyOutcomeButAcceptance() {
    return List.of(
        suiteAway(),
        new JobOutcome.Refused(41048, "nobody"),
        new JobOutcome.Unknown("reset"),
        new JobOutcome.Absent("not there"),
        new JobOutcome.Receipts(List.of(), true),
        new JobOutcome.Stopped(RecipientState.CANCELLED),
        new JobOutcome.Withdrawn(RecipientState.CANCELLED));
  }

  private static SendJob sending() {
    return dispatched().asSending(NOW);
  }

  private static SendJob dispatched() {
    return SendJob.planned(
            new SendJob.Share(
                new TenantId(1),
                new JobId(new CampaignId(5), 1),
                new CorpId("ww01"),
                Channel.API,
                new AccountId(9),
                Priority.NORMAL),
            10)
        .asDispatched(permit());
  }

  private static SendJob.Permit permit() {
    return new SendJob.Permit("p1", NOW.plus(Duration.ofMinutes(1)));
  }

  private static JobOutcome.Deferred suiteAway() {
    return deferred(DeferReason.SUITE_UNAVAILABLE, Duration.ofSeconds(1), 0);
  }

  private static JobOutcome.Deferred deferred(DeferReason reason, Duration retryAfter, int code) {
    return new JobOutcome.Deferred(reason, retryAfter, false, code, "because of the test")
        .afterGo();
  }

  private static PushBack causeOf(int code) {
    Ruling ruling = ruled(sending(), deferred(DeferReason.LIMITED, Duration.ofSeconds(1), code));
    assertThat(ruling.change().verdict()).isNotNull();
    return ruling.change().verdict().cause();
  }

  private static Ruling ruled(SendJob job, JobOutcome outcome) {
    return judged(job, outcome, job.epoch()).orElseThrow();
  }

  private static Optional<Ruling> judged(SendJob job, JobOutcome outcome, int epoch) {
    return JUDGE.judge(job, report(job, outcome, epoch), NOW);
  }

  private static JobReport report(SendJob job, JobOutcome outcome, int epoch) {
    return new JobReport(
        JobReport.VERSION,
        job.tenantId(),
        job.id().campaignId(),
        job.id().jobNo(),
        epoch,
        NOW,
        outcome);
  }

  private static JudgeReport judgeOf(int maxDeferrals) {
    return new JudgeReport(
        new SettlementSettings(
            100,
            maxDeferrals,
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(2)));
  }

  private static Verdict verdictOf(Ruling ruling) {
    assertThat(ruling.change().verdict()).isNotNull();
    return ruling.change().verdict().verdict();
  }
}
