package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.dispatch.LookAtLane;
import io.qunfa.task.lane.HeldBack;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.ReadHeldBack;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What reading costs where much waits, counted by MySQL in rows and look-ups. */
class RowsReadTest extends TaskServiceTest {
  private static final int JOBS = 300;

  @Autowired ReadHeldBack readHeldBack;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void aLookAtALongLaneEndsAtItsFirstJobs() {
    LaneId lane = aLaneOfManyTasks();
    LookAtLane look = new LookAtLane(jdbc);

    long read = rowsReadBy(() -> assertThat(look.firstJobs(lane, 5, CLOCK.instant())).isEqualTo(5));

    assertThat(read).isLessThan(JOBS / 3);
  }

  @Test
  void whatHoldsJobsBackIsReadOncePerJob() {
    AccountId account = anAccountWithJobs(JOBS);
    NEIGHBOURS.denied.put(
        account, new Decision(0, null, null, Duration.ofHours(3), Limit.DAILY_QUOTA));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> !readHeldBack.of(TENANT, campaign).isEmpty());

    long read =
        rowsReadBy(
            () ->
                assertThat(readHeldBack.of(TENANT, campaign))
                    .extracting(HeldBack::jobs)
                    .containsExactly(JOBS));

    assertThat(read).isLessThan(3 * JOBS);
  }

  /** Nobody looks at it by itself: it is not due. */
  private LaneId aLaneOfManyTasks() {
    AccountId account = accountsWithOneJobEach(1, 1).getFirst();
    jdbc.sql(
            """
            insert into lane
              (tenant_id, account_id, channel, corp_id, credential_id, member_userid)
            values (1, ?, 'api', ?, 7, 'member')
            """)
        .params(account.value(), corp.value())
        .update();
    LongStream.range(0, JOBS).forEach(number -> aTaskThatWaits(account, number));
    return new LaneId(TENANT, account);
  }

  private void aTaskThatWaits(AccountId account, long number) {
    jdbc.sql(
            """
            insert into send_job
              (tenant_id, campaign_id, job_no, corp_id, channel, account_id, priority, recipients,
               status, created_at, changed_at)
            values (1, ?, 1, ?, 'api', ?, 2, 1, 'READY', ?, ?)
            """)
        .params(
            account.value() * 1000 + number,
            corp.value(),
            account.value(),
            CLOCK.instant(),
            CLOCK.instant())
        .update();
  }

  /** In one transaction, so that one connection counts. */
  private long rowsReadBy(Runnable reading) {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    long[] read = new long[1];
    transaction.executeWithoutResult(
        status -> {
          long before = rowsRead();
          reading.run();
          read[0] = rowsRead() - before;
        });
    return read[0];
  }

  private long rowsRead() {
    List<Long> counts =
        jdbc.sql(
                """
                show session status
                where variable_name in ('Handler_read_key', 'Handler_read_next')
                """)
            .query((row, number) -> row.getLong(2))
            .list();
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
