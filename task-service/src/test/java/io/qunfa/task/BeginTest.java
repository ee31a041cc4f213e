package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

class BeginTest extends TaskServiceTest {
  private final TransactionOperations transaction;

  BeginTest(@Autowired TransactionOperations transaction) {
    this.transaction = transaction;
  }

  @Test
  void beginIsGrantedOnceHoweverManyAsk() {
    accountsWithOneJobEach(1, 10);
    SendCommand command = nextCommandOf(aLaunchedCampaign(), 1);

    List<Verdict> verdicts;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      verdicts =
          IntStream.range(0, 20)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> begin(command), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
    }

    assertThat(verdicts).filteredOn(Verdict.GO::equals).hasSize(1);
    assertThat(verdicts).filteredOn(verdict -> verdict != Verdict.GO).containsOnly(Verdict.TAKEN);
  }

  @Test
  void staleEpochIsRefused() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);
    report(
        first,
        new JobOutcome.Deferred(
            JobOutcome.DeferReason.NOT_STARTED, Duration.ZERO, false, 0, "shut down"));
    SendCommand second = nextCommandOf(campaign, 2);

    assertThat(begin(first)).isEqualTo(Verdict.STALE);
    assertThat(begin(second)).isEqualTo(Verdict.GO);
  }

  @Test
  void aSettledJobIsNotBegunAgain() {
    SendCommand command = anAcceptedJob();

    assertThat(begin(command)).isEqualTo(Verdict.SETTLED);
  }

  @Test
  void aPermitThatRanOutBeginsNothing() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofSeconds(20);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);
    CLOCK.advance(Duration.ofSeconds(21));

    assertThat(begin(first)).isIn(Verdict.PERMIT_EXPIRED, Verdict.STALE);

    assertThat(begin(nextCommandOf(campaign, 2))).isEqualTo(Verdict.GO);
  }

  @Test
  void aBeginThatWaitedForAPauseIsNotGranted() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = nextCommandOf(campaign, 1);

    assertThat(
            beginWhileHeld(
                command,
                () ->
                    jdbc.sql("update campaign set status = 'PAUSED' where campaign_id = ?")
                        .param(campaign.value())
                        .update()))
        .isEqualTo(Verdict.PAUSED);

    assertThat(jobStatus(campaign, 1)).isEqualTo("READY");
  }

  @Test
  void aBeginThatWaitedUntilItsPermitEndedIsNotGranted() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = nextCommandOf(campaign, 1);

    assertThat(beginWhileHeld(command, () -> CLOCK.advance(Duration.ofMinutes(6))))
        .isEqualTo(Verdict.PERMIT_EXPIRED);
  }

  /** The job's row is held by somebody else until the begin waits for it and this has happened. */
  private Verdict beginWhileHeld(SendCommand command, Runnable meanwhile) {
    CompletableFuture<Verdict> asked = new CompletableFuture<>();
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("select 1 from send_job where campaign_id = ? and job_no = ? for update")
              .params(command.campaignId().value(), command.jobNo())
              .query(Integer.class)
              .single();
          asked.completeAsync(() -> begin(command));
          eventually().until(this::somebodyWaitsForALock);
          meanwhile.run();
        });
    return asked.join();
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql(
                "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'")
            .query(Integer.class)
            .single()
        > 0;
  }

  @Test
  void theContentIsThere() {
    CampaignId campaign = aDraft();

    assertThat(
            get("/internal/v1/campaigns/" + campaign + "/content?tenantId=1")
                .at("/content/text")
                .asText())
        .isEqualTo("秋季新品上线");
  }

  @Test
  void cancelCallsADispatchedJobHomeWhenItWantsToBegin() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = nextCommandOf(campaign, 1);
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    assertThat(begin(command)).isEqualTo(Verdict.CANCELLED);

    assertThat(jobStatus(campaign, 1)).isEqualTo("CANCELLED");
  }
}
