package io.qunfa.data;

import static io.qunfa.data.Ledgers.aCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.ids.CampaignId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.Exemption;
import io.qunfa.wire.JobOutcome;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrequencyCapTest extends ProtectionFixture {
  @Test
  void aContactGetsOneMessageADayAcrossCampaignsAndTasks() {
    contacts(10);

    FrozenAudience first = freeze(aCampaign());
    AudiencePreview preview = preview(Exemption.NONE);
    CampaignId second = aCampaign();
    FrozenAudience excluded = freeze(second);
    FrozenAudience task = freezeTask(Exemption.NONE, 3);

    assertThat(first.planned()).isEqualTo(10);
    assertThat(excluded.excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 10L));
    assertThat(preview.excluded()).as("says what the freeze does").isEqualTo(excluded.excluded());
    assertThat(preview.planned()).isZero();
    assertThat(task.excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
    ledgers.requireBalanced(TENANT, second);
  }

  @Test
  void aSingleTaskCountsForTheCampaignAfterIt() {
    contacts(10);

    assertThat(freezeTask(Exemption.NONE, 3).planned()).isEqualTo(1);

    assertThat(freeze(aCampaign()).excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
  }

  @Test
  void tasksOfOneBatchSeeEachOther() {
    contacts(5);
    ledgers.allow(TENANT, corp, 2);

    FrozenTasks frozen = freezeTasks(IntStream.range(0, 4).mapToObj(n -> task(2, 3)).toList());

    assertThat(frozen.tasks())
        .extracting(each -> each.audience().planned())
        .containsExactly(2L, 2L, 0L, 0L);
  }

  @Test
  void anExemptTaskPassesTheCapAndIsCountedAllTheSame() {
    contacts(5);
    freeze(aCampaign());

    assertThat(freezeTask(new Exemption(false, true), 2).planned()).isEqualTo(1);

    ledgers.allow(TENANT, corp, 2);
    assertThat(freeze(aCampaign()).excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
  }

  @Test
  void campaignsFrozenAtOnceReachAContactOnce() {
    contacts(400);

    List<FrozenAudience> frozen;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      frozen =
          IntStream.range(0, 8)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> freeze(aCampaign()), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
    }

    assertThat(frozen.stream().mapToLong(FrozenAudience::planned).sum()).isEqualTo(400);
    assertThat(frozen).allMatch(each -> each.targeted() == 400);
  }

  @Test
  void whateverHappensAtOnceCountsAgreeWithTheLedger() {
    contacts(60);
    ledgers.allow(TENANT, corp, 3);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 24)
          .mapToObj(n -> CompletableFuture.runAsync(() -> doSomething(new Random(n)), threads))
          .toList()
          .forEach(CompletableFuture::join);
    }

    assertThat(mostPerContactAndDay()).isLessThanOrEqualTo(3);
  }

  private void doSomething(Random random) {
    CampaignId campaign = aCampaign();
    if (random.nextInt(3) == 0) {
      freezeTasks(IntStream.range(0, 5).mapToObj(n -> task(1 + random.nextInt(60))).toList());
      return;
    }
    FrozenAudience frozen = freeze(campaign);
    if (random.nextBoolean()) {
      frozen.jobs().forEach(job -> protect(campaign, job.jobNo()));
    } else if (!frozen.jobs().isEmpty()) {
      settled(campaign, 1, new JobOutcome.Withdrawn(RecipientState.CANCELLED));
    }
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void whatWasNotSentGivesTheDayBackAndWhatMayHaveBeenDoesNot() {
    contacts(4);
    CampaignId cancelled = aCampaign();
    freeze(cancelled);
    settled(cancelled, 1, new JobOutcome.Withdrawn(RecipientState.CANCELLED));

    CampaignId unknown = aCampaign();
    assertThat(freeze(unknown).planned()).isEqualTo(4);
    settled(unknown, 1, new JobOutcome.Unknown("no answer"));

    assertThat(freeze(aCampaign()).planned()).isZero();
    settled(
        unknown,
        1,
        new JobOutcome.Accepted(
            "msg-" + unknown, List.of(new JobOutcome.RefusedRecipient(Export.contact(2), 40096))));
    settled(
        unknown,
        1,
        new JobOutcome.Receipts(
            List.of(
                new JobOutcome.Receipt(Export.contact(1), RecipientState.SENT),
                new JobOutcome.Receipt(Export.contact(3), RecipientState.OVER_QUOTA)),
            false));
    assertThat(freeze(aCampaign()).excluded())
        .as("sent and issued count, refused and not delivered do not")
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 2L));
  }

  @Test
  void daysTurnInTheCorpsZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    CorpRegister.shared().register(corp.value(), berlin.getId());
    contacts(2);
    ledgers.allow(TENANT, corp, 1);
    CLOCK.set("2027-03-10T23:30", berlin);
    freeze(aCampaign());

    CLOCK.set("2027-03-10T23:59", berlin);
    assertThat(freeze(aCampaign()).planned()).as("the day in Shanghai has turned").isZero();

    CLOCK.set("2027-03-11T00:00", berlin);
    assertThat(freeze(aCampaign()).planned()).isEqualTo(2);
  }
}
