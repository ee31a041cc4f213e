package io.qunfa.task.dispatch;

import static java.util.Comparator.comparing;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.permit.PermitVerdicts;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks for permits that got no answer. Each may have been granted all the same; as long as its job
 * waits, it asks again under the same name and has the answer.
 */
@Repository
class LostAsks {
  static final int AT_MOST = 500;

  /** A permit is counted until its day ends. */
  private static final Duration NOT_WORTH_ASKING_AFTER = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final PermitVerdicts verdicts;

  LostAsks(JdbcClient jdbc, JdbcTemplate batches, PermitVerdicts verdicts) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.verdicts = verdicts;
  }

  /**
   * @param epoch of the dispatch that the ask was for
   * @param unused its job has ended without that dispatch, and will not ask again; else nothing is
   *     left to do
   */
  record LostAsk(JobKey job, int epoch, CorpId corpId, AccountId accountId, boolean unused) {}

  @Transactional(propagation = Propagation.MANDATORY)
  public void note(List<SendJob> asked, Instant now) {
    if (asked.isEmpty()) {
      return;
    }
    // In the order of the key: replicas may note the same.
    List<SendJob> inOrder = asked.stream().sorted(comparing(SendJob::key)).toList();
    batches.batchUpdate(
        """
        insert ignore into lost_ask (tenant_id, campaign_id, job_no, epoch, asked_at)
        values (?, ?, ?, ?, ?)
        """,
        inOrder,
        inOrder.size(),
        (PreparedStatement row, SendJob job) -> {
          row.setLong(1, job.tenantId().value());
          row.setLong(2, job.id().campaignId().value());
          row.setInt(3, job.id().jobNo());
          row.setInt(4, job.epoch() + 1);
          row.setObject(5, now);
        });
  }

  /**
   * Those whose jobs do not wait any more. A dispatch of that epoch carries the permit, if there is
   * one. A dead letter may be replayed and ask again.
   */
  List<LostAsk> ofJobsThatWentOn(Instant now) {
    return jdbc.sql(
            """
            select a.tenant_id, a.campaign_id, a.job_no, a.epoch, j.corp_id, j.account_id,
              j.epoch < a.epoch and a.asked_at > :longAgo as unused
            from lost_ask a
            join send_job j force index (primary) on j.tenant_id = a.tenant_id
              and j.campaign_id = a.campaign_id and j.job_no = a.job_no
            where j.epoch >= a.epoch or j.status in ('CANCELLED', 'ACCEPTED', 'REFUSED')
            order by a.asked_at
            limit :atMost
            """)
        .param("longAgo", now.minus(NOT_WORTH_ASKING_AFTER))
        .param("atMost", AT_MOST)
        .query(
            (row, number) ->
                new LostAsk(
                    new JobKey(
                        new TenantId(row.getLong("tenant_id")),
                        new JobId(
                            new CampaignId(row.getLong("campaign_id")), row.getInt("job_no"))),
                    row.getInt("epoch"),
                    new CorpId(row.getString("corp_id")),
                    new AccountId(row.getLong("account_id")),
                    row.getBoolean("unused")))
        .list();
  }

  /** These have an answer, or need none, and these permits are nobody's. */
  @Transactional
  public void end(List<LostAsk> ended, List<PermitVerdict> unused) {
    verdicts.add(unused);
    batches.batchUpdate(
        """
        delete from lost_ask
        where tenant_id = ? and campaign_id = ? and job_no = ? and epoch = ?
        """,
        ended,
        Math.max(1, ended.size()),
        (PreparedStatement row, LostAsk ask) -> {
          row.setLong(1, ask.job().tenantId().value());
          row.setLong(2, ask.job().jobId().campaignId().value());
          row.setInt(3, ask.job().jobId().jobNo());
          row.setInt(4, ask.epoch());
        });
  }
}
