package io.qunfa.data;

import static io.qunfa.data.Ledgers.aCampaign;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.ids.CampaignId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.wire.JobOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While a large campaign counts its contacts, what concerns them comes back later. */
final class BusyContactsTest extends ProtectionFixture {
  private static final Logger log = LoggerFactory.getLogger(BusyContactsTest.class);
  private static final Duration SOON = Duration.ofSeconds(8);

  @Test
  void tasksToOthersAreFrozenAndThoseToBusyContactsGivenBack() throws Exception {
    contacts(3);
    freezeTask(Exemption.NONE, 1);
    ledgers.allow(TENANT, corp, 5);
    SingleTask toCounted = task(1);
    SingleTask toNew = task(2);
    SingleTask toFree = task(3);

    Busy busy = new Busy(1, 2);
    try {
      FrozenTasks frozen =
          soon("tasks frozen", () -> freezeTasks(List.of(toCounted, toNew, toFree)));

      assertThat(frozen.tasks())
          .singleElement()
          .matches(one -> one.taskId().equals(toFree.taskId()));
      assertThat(frozen.busy()).containsExactlyInAnyOrder(toCounted.taskId(), toNew.taskId());
    } finally {
      busy.end();
    }

    FrozenTasks again = freezeTasks(List.of(toCounted, toNew, toFree));
    assertThat(again.busy()).isEmpty();
    assertThat(again.tasks())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.audience().planned()).isEqualTo(1));
  }

  @Test
  void aJobToBusyContactsIsAskedForAgainShortly() throws Exception {
    contacts(3);
    ledgers.allow(TENANT, corp, 1);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    CLOCK.set("2027-03-11T00:10", SHANGHAI);

    Busy busy = new Busy(2);
    try {
      Verdict verdict = soon("job put off", () -> protect(campaign, 1));

      assertThat(verdict.hold()).isNotNull();
      assertThat(verdict.hold().reason()).isEqualTo(HoldReason.CHECKING);
      assertThat(verdict.hold().until())
          .isBetween(CLOCK.instant().minusSeconds(5), CLOCK.instant().plusSeconds(5));
    } finally {
      busy.end();
    }

    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void reportsAreRecordedAndTheDayIsGivenBackAfterwards() throws Exception {
    contacts(4);
    CampaignId cancelled = aCampaign();
    freeze(cancelled);

    Busy busy = new Busy(2);
    try {
      soon(
          "report recorded",
          () -> {
            settled(cancelled, 1, new JobOutcome.Withdrawn(RecipientState.CANCELLED));
            return cancelled;
          });

      assertThat(ledgers.rows(TENANT, cancelled)).isEqualTo(Map.of(RecipientState.CANCELLED, 4L));
      ledgers.requireBalanced(TENANT, cancelled);
      assertThat(owes()).isTrue();
    } finally {
      busy.end();
    }

    await().atMost(SOON).until(() -> !owes());
    assertThat(freeze(aCampaign()).planned()).isEqualTo(4);
  }

  private boolean owes() {
    return jdbc.sql("select exists (select 1 from owed_count where corp_id = ?)")
        .param(corp.value())
        .query(Boolean.class)
        .single();
  }

  private static <T> T soon(String what, Work<T> work) throws Exception {
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return CompletableFuture.supplyAsync(work::done, threads).get(SOON.toSeconds(), SECONDS);
    } finally {
      log.info("{} after {} ms", what, (System.nanoTime() - start) / 1_000_000);
    }
  }

  private interface Work<T> {
    T done();
  }

  /** Counts these contacts, as a large freeze does, until its end; then it fails. */
  private final class Busy {
    private final CountDownLatch counted = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Busy(int... contacts) throws InterruptedException {
      thread = Thread.ofVirtual().start(() -> count(contacts));
      assertThat(counted.await(10, SECONDS)).isTrue();
    }

    private void count(int... contacts) {
      transaction.executeWithoutResult(
          status -> {
            for (int contact : contacts) {
              jdbc.sql(
                      """
                      insert into contact_load
                        (tenant_id, corp_id, external_userid, day, n, api, eve, eve_n, eve_api,
                         week_api, month_api, holder)
                      values (:tenant, :corp, :id, '2027-03-10', 1, 1, null, 0, 0, 1, 1, 1)
                      on duplicate key update n = n + 1
                      """)
                  .param("tenant", TENANT.value())
                  .param("corp", corp.value())
                  .param("id", Export.contact(contact))
                  .update();
            }
            status.setRollbackOnly();
            counted.countDown();
            awaitEnd();
          });
    }

    private void awaitEnd() {
      try {
        assertThat(over.await(60, SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void end() throws InterruptedException {
      over.countDown();
      thread.join();
    }
  }
}
