package io.qunfa.task.followup;

import io.qunfa.channel.Channel;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.job.JobContents;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
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
  private static final Logger log = LoggerFactory.getLogger(ClaimFollowUps.class);
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
      CredentialId credentialId,
      String memberUserid,
      FollowUp.@Nullable Position position) {}

  /**
   * @param due null: this version cannot read the row, which must not stop the others
   */
  private record Locked(JobKey key, int asked, @Nullable Due due) {}

  @Transactional
  public List<FollowUp> claim(Channel channel, int atMost) {
    Instant now = clock.instant();
    List<Object[]> candidates = candidates(channel, atMost, now);
    if (candidates.isEmpty()) {
      return List.of();
    }
    Instant leaseUntil = now.plus(settings.lease());
    List<Locked> locked = lock(candidates, now);
    lease(locked, leaseUntil, now);
    return locked.stream()
        .map(Locked::due)
        .filter(Objects::nonNull)
        .map(due -> followUp(due, leaseUntil))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Object[]> candidates(Channel channel, int atMost, Instant now) {
    return jdbc.sql(
            "select f.tenant_id, f.campaign_id, f.job_no from follow_up f where f.channel ="
                + " :channel and "
                + IS_DUE
                + " order by f.due_at limit :atMost")
        .param("channel", channel.text())
        .param("now", now)
        .param("atMost", atMost)
        .query((row, number) -> new Object[] {row.getLong(1), row.getLong(2), row.getInt(3)})
        .list();
  }

  private List<Locked> lock(List<Object[]> candidates, Instant now) {
    return jdbc.sql(
            "select f.kind, f.remaining, f.asked, f.next_page, f.seen_open, l.credential_id,"
                + " l.member_userid, "
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
        .query(ClaimFollowUps::locked)
        .list();
  }

  private void lease(List<Locked> locked, Instant leaseUntil, Instant now) {
    batches.batchUpdate(
        """
        update follow_up set asked = asked + 1, leased_until = ?, due_at = ?, next_page = null
        where tenant_id = ? and campaign_id = ? and job_no = ?
        """,
        locked,
        Math.max(1, locked.size()),
        (PreparedStatement row, Locked one) -> {
          Instant next = settings.nextAfter(one.asked(), now);
          row.setObject(1, leaseUntil);
          row.setObject(2, next);
          row.setLong(3, one.key().tenantId().value());
          row.setLong(4, one.key().jobId().campaignId().value());
          row.setInt(5, one.key().jobId().jobNo());
        });
  }

  /** One that cannot be put together keeps its lease and comes up again; the others go out. */
  private Optional<FollowUp> followUp(Due due, Instant leaseUntil) {
    try {
      return Optional.of(question(due, leaseUntil));
    } catch (DataAccessException | IllegalStateException | IllegalArgumentException broken) {
      log.error(
          "Job {} cannot be asked for ({}); tried again at {}, a person must look at its row",
          due.job().id(),
          due.kind(),
          leaseUntil,
          broken);
      return Optional.empty();
    }
  }

  private FollowUp question(Due due, Instant leaseUntil) {
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
        leaseUntil,
        due.position());
  }

  private MessageContent contentOf(SendJob job) {
    return contents
        .find(job.tenantId(), job.id().campaignId())
        .map(JobContent::content)
        .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has no content"));
  }

  private static Locked locked(ResultSet row, int number) throws SQLException {
    JobKey key =
        new JobKey(
            new TenantId(row.getLong("tenant_id")),
            new JobId(new CampaignId(row.getLong("campaign_id")), row.getInt("job_no")));
    int asked = row.getInt("asked");
    try {
      return new Locked(key, asked, due(row, number));
    } catch (IllegalArgumentException unreadable) {
      log.error(
          "The follow-up of job {} cannot be read and is left out; a person must look at its row",
          key.jobId(),
          unreadable);
      return new Locked(key, asked, null);
    }
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    String remaining = row.getString("remaining");
    String nextPage = row.getString("next_page");
    return new Due(
        SendJobs.job(row, number),
        FollowUp.Kind.valueOf(row.getString("kind")),
        remaining == null ? null : RecipientState.valueOf(remaining),
        new CredentialId(row.getLong("credential_id")),
        row.getString("member_userid"),
        nextPage == null ? null : new FollowUp.Position(nextPage, row.getBoolean("seen_open")));
  }
}
