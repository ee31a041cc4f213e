package io.qunfa.data.ledger;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.SplitJob;
import io.qunfa.problem.Problem;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives the recipients of a job beyond a number a job of their own. One transaction moves the rows,
 * the counts and the job numbers, so the books balance at every moment; only those who are PLANNED
 * move.
 */
@Component
class SplitRecipients {
  private static final Logger log = LoggerFactory.getLogger(SplitRecipients.class);

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;

  SplitRecipients(JdbcClient jdbc, TransactionOperations transaction, RetryTemplate retries) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.retries = retries;
  }

  /** A repeat answers what stands. */
  SplitJob.Halves split(CampaignId campaign, int jobNo, SplitJob ask) {
    return retries.execute(
        attempt ->
            transaction.execute(
                status -> new Halving(ask.tenantId(), campaign, jobNo, ask.keep()).split()));
  }

  /** One split in its transaction. */
  private final class Halving {
    private final TenantId tenant;
    private final CampaignId campaign;
    private final int jobNo;
    private final int keep;

    Halving(TenantId tenant, CampaignId campaign, int jobNo, int keep) {
      this.tenant = tenant;
      this.campaign = campaign;
      this.jobNo = jobNo;
      this.keep = keep;
    }

    SplitJob.Halves split() {
      lockNumbers();
      int planned = lockPlanned();
      Optional<SplitJob.Halves> before = earlier(planned);
      if (before.isPresent()) {
        return before.get();
      }
      if (planned <= keep) {
        return new SplitJob.Halves(planned, 0, 0);
      }
      int restJobNo = openRest(planned - keep);
      move(restJobNo, planned - keep);
      log.info(
          "Job {}-{} keeps {} recipients, {} are job {}-{} now",
          campaign,
          jobNo,
          keep,
          planned - keep,
          campaign,
          restJobNo);
      return new SplitJob.Halves(keep, restJobNo, planned - keep);
    }

    /** Two splits of one campaign wait for each other: each takes the next job number. */
    private void lockNumbers() {
      boolean frozen =
          statement(
                  """
                  select 1 from audience_snapshot
                  where tenant_id = :tenant and campaign_id = :campaign for update
                  """)
              .query(Integer.class)
              .optional()
              .isPresent();
      if (!frozen) {
        throw Problem.notFound("ledger of campaign", campaign);
      }
    }

    /** With the lock under which reports of the job are recorded. */
    private int lockPlanned() {
      return statement(
              """
              select n from recipient_count
              where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                and state = 'PLANNED' and reason = ''
              for update
              """)
          .param("job", jobNo)
          .query(Integer.class)
          .optional()
          .orElseThrow(() -> Problem.notFound("job", campaign + "-" + jobNo));
    }

    private Optional<SplitJob.Halves> earlier(int planned) {
      return statement(
              """
              select job_no, recipients from ledger_job
              where tenant_id = :tenant and campaign_id = :campaign
                and split_of = :job and split_keep = :keep
              """)
          .param("job", jobNo)
          .param("keep", keep)
          .query((row, number) -> new SplitJob.Halves(planned, row.getInt(1), row.getInt(2)))
          .optional();
    }

    private int openRest(int rest) {
      int restJobNo =
          statement(
                  """
                  select max(job_no) + 1 from ledger_job
                  where tenant_id = :tenant and campaign_id = :campaign
                  """)
              .query(Integer.class)
              .single();
      statement(
              """
              insert into ledger_job (tenant_id, campaign_id, job_no, account_id, member_userid,
                recipients, split_of, split_keep, counted_on, policy_version, suppression_mark)
              select tenant_id, campaign_id, :restJob, account_id, member_userid,
                :rest, job_no, :keep, counted_on, policy_version, suppression_mark
              from ledger_job
              where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
              """)
          .param("restJob", restJobNo)
          .param("rest", rest)
          .param("keep", keep)
          .param("job", jobNo)
          .update();
      statement(
              """
              update ledger_job set recipients = recipients - :rest
              where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
              """)
          .param("rest", rest)
          .param("job", jobNo)
          .update();
      return restJobNo;
    }

    private void move(int restJobNo, int rest) {
      String first =
          statement(
                  """
                  select external_userid from recipient
                  where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                    and state = 'PLANNED'
                  order by external_userid limit 1 offset :keep
                  """)
              .param("job", jobNo)
              .param("keep", keep)
              .query(String.class)
              .single();
      int moved =
          statement(
                  """
                  update recipient set job_no = :restJob
                  where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                    and state = 'PLANNED' and external_userid >= :first
                  """)
              .param("restJob", restJobNo)
              .param("job", jobNo)
              .param("first", first)
              .update();
      if (moved != rest) {
        throw new IllegalStateException(
            "%d rows of job %s-%d are PLANNED beyond %d, %d were counted; nothing is moved"
                .formatted(moved, campaign, jobNo, keep, rest));
      }
      statement(
              """
              update recipient_count set n = n - :rest
              where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                and state = 'PLANNED' and reason = ''
              """)
          .param("rest", rest)
          .param("job", jobNo)
          .update();
      statement(
              """
              insert into recipient_count (tenant_id, campaign_id, job_no, state, n)
              values (:tenant, :campaign, :restJob, 'PLANNED', :rest)
              """)
          .param("restJob", restJobNo)
          .param("rest", rest)
          .update();
    }

    private JdbcClient.StatementSpec statement(String sql) {
      return jdbc.sql(sql).param("tenant", tenant.value()).param("campaign", campaign.value());
    }
  }
}
