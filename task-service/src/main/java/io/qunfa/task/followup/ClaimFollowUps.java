package io.qunfa.task.followup;

import io.qunfa.channel.Channel;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CredentialId;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.job.JobContents;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Hands due questions to an executor. A claim already sets the time of the next one, at least a
 * lease away: an answer that shows the end deletes the row, and an executor that dies has only
 * delayed the question.
 */
@Component
class ClaimFollowUps {
  private static final String IS_DUE =
      "f.due_at <= :now and (f.leased_until is null or f.leased_until <= :now)";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JobContents contents;
  private final FollowUpSettings settings;
  private final Clock clock;

  ClaimFollowUps(
      JdbcClient jdbc,
      JdbcTemplate batches,
      JobContents contents,
      FollowUpSettings settings,
      Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.contents = contents;
    this.settings = settings;
    this.clock = clock;
  }

  private record Due(
      SendJob job,
      FollowUp.Kind kind,
      @Nullable RecipientState remaining,
      int asked,
      CredentialId credentialId,
      String memberUserid) {}

  @Transactional
  public List<FollowUp> claim(Channel channel, int atMost) {
    Instant now = clock.instant();
    List<Object[]> candidates = candidates(channel, atMost, now);
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Due> due = lock(candidates, now);
    Instant leaseUntil = now.plus(settings.lease());
    lease(due, leaseUntil, now);
    return due.stream().map(one -> followUp(one, leaseUntil)).toList();
  }

  private List<Object[]> candidates(Channel channel, int atMost, Instant now) {
    return jdbc.sql(
            "select f.tenant_id, f.campaign_id, f.job_no from follow_up f where f.channel = :channel and "
                + IS_DUE
                + " order by f.due_at limit :atMost")
        .param("channel", channel.text())
        .param("now", now)
        .param("atMost", atMost)
        .query((row, number) -> new Object[] {row.getLong(1), row.getLong(2), row.getInt(3)})
        .list();
  }

  private List<Due> lock(List<Object[]> candidates, Instant now) {
    return jdbc.sql(
            "select f.kind, f.remaining, f.asked, l.credential_id, l.member_userid, "
                + SendJobs.COLUMNS
                + """
                from follow_up f
                join send_job j on j.tenant_id = f.tenant_id and j.campaign_id = f.campaign_id
                  and j.job_no = f.job_no
                join lane l on l.tenant_id = j.tenant_id and l.account_id = j.account_id
                where (f.tenant_id, f.campaign_id, f.job_no) in (:candidates) and
                """
                + IS_DUE
                + " for update of f skip locked")
        .param("candidates", candidates)
        .param("now", now)
        .query(ClaimFollowUps::due)
        .list();
  }

  private void lease(List<Due> due, Instant leaseUntil, Instant now) {
    batches.batchUpdate(
        """
        update follow_up set asked = asked + 1, leased_until = ?, due_at = ?
        where tenant_id = ? and campaign_id = ? and job_no = ?
        """,
        due,
        Math.max(1, due.size()),
        (PreparedStatement row, Due one) -> {
          Instant next = settings.nextAfter(one.asked(), now);
          row.setObject(1, leaseUntil);
          row.setObject(2, next);
          row.setLong(3, one.job().tenantId().value());
          row.setLong(4, one.job().id().campaignId().value());
          row.setInt(5, one.job().id().jobNo());
        });
  }

  private FollowUp followUp(Due due, Instant leaseUntil) {
    SendJob job = due.job();
    Instant sentAt = job.begunAt();
    if (sentAt == null) {
      throw new IllegalStateException("job " + job.id() + " is followed up but never began");
    }
    return new FollowUp(
        due.kind(),
        job.tenantId(),
        job.corpId(),
        job.id().campaignId(),
        job.id().jobNo(),
        job.epoch(),
        job.accountId(),
        due.credentialId(),
        due.memberUserid(),
        job.recipients(),
        due.kind() == FollowUp.Kind.RESOLVE ? null : job.msgid(),
        due.kind() == FollowUp.Kind.RESOLVE ? contentOf(job) : null,
        sentAt,
        due.remaining(),
        leaseUntil);
  }

  private MessageContent contentOf(SendJob job) {
    return contents
        .find(job.tenantId(), job.id().campaignId())
        .map(JobContent::content)
        .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has no content"));
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    String remaining = row.getString("remaining");
    return new Due(
        SendJobs.job(row, number),
        FollowUp.Kind.valueOf(row.getString("kind")),
        remaining == null ? null : RecipientState.valueOf(remaining),
        row.getInt("asked"),
        new CredentialId(row.getLong("credential_id")),
        row.getString("member_userid"));
  }
}
