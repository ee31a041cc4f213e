package io.qunfa.task.job;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which waiting jobs must stay whole, so that dispatch finds them without a walk through lanes. */
final class WholeJobs {
  private final JdbcTemplate jdbc;

  WholeJobs(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * In the transaction of the changes, whose rows it holds. One that has shrunk to a single
   * recipient may stay noted until it leaves.
   */
  void note(List<JobChange> changes) {
    add(
        changes.stream()
            .map(JobChange::after)
            .filter(job -> job.status() == JobStatus.READY && job.staysWhole())
            .toList());
    remove(
        changes.stream()
            .filter(change -> change.before().talk().everUnknown())
            .filter(change -> change.before().status() == JobStatus.READY)
            .map(JobChange::after)
            .filter(job -> job.status() != JobStatus.READY)
            .toList());
  }

  private void add(List<SendJob> waiting) {
    if (!waiting.isEmpty()) {
      jdbc.batchUpdate(
          """
          insert ignore into whole_job (tenant_id, account_id, campaign_id, job_no, priority)
          values (?, ?, ?, ?, ?)
          """,
          waiting,
          waiting.size(),
          (PreparedStatement row, SendJob job) -> {
            bindKey(row, job);
            row.setInt(5, job.priority().rank());
          });
    }
  }

  private void remove(List<SendJob> gone) {
    if (!gone.isEmpty()) {
      jdbc.batchUpdate(
          """
          delete from whole_job
          where tenant_id = ? and account_id = ? and campaign_id = ? and job_no = ?
          """,
          gone,
          gone.size(),
          WholeJobs::bindKey);
    }
  }

  private static void bindKey(PreparedStatement row, SendJob job) throws SQLException {
    row.setLong(1, job.tenantId().value());
    row.setLong(2, job.accountId().value());
    row.setLong(3, job.id().campaignId().value());
    row.setInt(4, job.id().jobNo());
  }
}
