package io.qunfa.task.job;

import static io.qunfa.task.store.Columns.instantOrNull;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.permit.PermitVerdicts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table of send jobs. All changes of all features go through {@link #change}, which also keeps
 * the promises that hang on a change: the permit is accounted for, the lane woken, and the dead
 * letter written or closed.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class SendJobs {
  public static final String COLUMNS =
      """
      j.tenant_id, j.campaign_id, j.job_no, j.corp_id, j.channel, j.account_id, j.priority,
      j.recipients, j.status, j.epoch, j.not_before, j.held_by, j.limited_until, j.permit_id,
      j.permit_expires_at, j.begun_at, j.msgid, j.deferrals, j.code, j.evidence, j.ever_unknown,
      j.closed
      """;

  private static final String CHANGE =
      """
      update send_job set
        status = ?, epoch = ?, recipients = ?, not_before = ?, held_by = ?, limited_until = ?,
        permit_id = ?, permit_expires_at = ?,
        begun_at = ?, msgid = ?, deferrals = ?, code = ?, evidence = ?, ever_unknown = ?,
        closed = ?, changed_at = ?,
        -- The status is the new one here: MySQL assigns from left to right.
        never_began = if(status = 'DISPATCHED', never_began, 0)
      where tenant_id = ? and campaign_id = ? and job_no = ? and status = ? and epoch = ?
        and recipients >= ?
      """;

  /** A job that is being split has lost recipients, and may lose them still. */
  private static final String UNLESS_BEING_SPLIT =
      """
        and not exists (select 1 from job_split p where p.tenant_id = send_job.tenant_id
          and p.campaign_id = send_job.campaign_id and p.job_no = send_job.job_no)
      """;

  /** Never through by_lane: what is locked there is met in another order. */
  private static final String BY_KEY = "from send_job j force index (primary)";

  private static final int MAX_EVIDENCE = 500;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final PermitVerdicts verdicts;
  private final Lanes lanes;
  private final BuryJobs bury;
  private final JobMeters meters;
  private final Clock clock;
  private final WholeJobs wholeJobs;

  SendJobs(
      JdbcTemplate batches,
      PermitVerdicts verdicts,
      Lanes lanes,
      BuryJobs bury,
      JobMeters meters,
      Clock clock) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.verdicts = verdicts;
    this.lanes = lanes;
    this.bury = bury;
    this.meters = meters;
    this.clock = clock;
    this.wholeJobs = new WholeJobs(batches);
  }

  /** The caller opens and wakes the lanes afterwards, in the same transaction. */
  public void insert(List<SendJob> jobs) {
    Instant now = clock.instant();
    batches.batchUpdate(
        """
        insert into send_job
          (tenant_id, campaign_id, job_no, corp_id, channel, account_id, priority, recipients,
           status, not_before, held_by, limited_until, evidence, created_at, changed_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, 'READY', ?, ?, ?, ?, ?, ?)
        """,
        jobs,
        1000,
        (PreparedStatement row, SendJob job) -> {
          row.setLong(1, job.tenantId().value());
          row.setLong(2, job.id().campaignId().value());
          row.setInt(3, job.id().jobNo());
          row.setString(4, job.corpId().value());
          row.setString(5, job.channel().text());
          row.setLong(6, job.accountId().value());
          row.setInt(7, job.priority().rank());
          row.setInt(8, job.recipients());
          row.setObject(9, job.notBefore());
          row.setString(10, job.heldBy());
          row.setObject(11, job.limitedUntil());
          row.setString(12, shortened(job.evidence()));
          row.setObject(13, now);
          row.setObject(14, now);
        });
    meters.created(jobs);
  }

  /** Locked until the transaction ends, in the order of the key; missing ones are left out. */
  public List<SendJob> lock(Collection<JobKey> keys) {
    return select(keys, " for update");
  }

  /** As they are now, without locks, in the order of the key; missing ones are left out. */
  public List<SendJob> read(Collection<JobKey> keys) {
    return select(keys, "");
  }

  private List<SendJob> select(Collection<JobKey> keys, String locking) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Object[]> tuples = keys.stream().sorted().distinct().map(SendJobs::tuple).toList();
    return jdbc.sql(
            "select "
                + COLUMNS
                + BY_KEY
                + """
                 where (j.tenant_id, j.campaign_id, j.job_no) in (:keys)
                order by j.tenant_id, j.campaign_id, j.job_no
                """
                + locking)
        .param("keys", tuples)
        .query(SendJobs::job)
        .list();
  }

  /** At most this many of a campaign's jobs in these states, locked. */
  public List<SendJob> lock(
      TenantId tenant, CampaignId campaign, Collection<JobStatus> states, int atMost) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + BY_KEY
                + """
                 where j.tenant_id = :tenant and j.campaign_id = :campaign and j.status in (:states)
                order by j.tenant_id, j.campaign_id, j.job_no
                limit :atMost
                for update
                """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .param("states", states.stream().map(JobStatus::name).toList())
        .param("atMost", atMost)
        .query(SendJobs::job)
        .list();
  }

  /**
   * Writes changes of locked jobs with what hangs on them.
   *
   * @throws IllegalStateException if a job is not as it was seen: it was not locked, a bug
   */
  public void change(List<JobChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    write(changes);
    wholeJobs.note(changes);
    bury.changed(changes);
    verdicts.add(changes.stream().map(JobChange::verdict).filter(Objects::nonNull).toList());
    Instant now = clock.instant();
    lanes.wake(
        changes.stream().filter(JobChange::concernsLane).map(change -> change.wake(now)).toList());
    meters.changed(changes);
  }

  /**
   * Changes jobs that were read without locks, if nobody else has touched them since, in the order
   * of the key: once per transaction, or two of them may wait for each other. The caller sees to
   * their lanes.
   *
   * @return those that were changed; the others lost a race and are somebody else's
   */
  public List<JobChange> changeUntouched(List<JobChange> changes) {
    List<JobChange> inOrder =
        changes.stream().sorted(Comparator.comparing(change -> change.before().key())).toList();
    int[] counts = update(CHANGE + UNLESS_BEING_SPLIT, inOrder);
    List<JobChange> changed =
        IntStream.range(0, counts.length)
            .filter(i -> counts[i] == 1)
            .mapToObj(inOrder::get)
            .toList();
    wholeJobs.note(changed);
    return changed;
  }

  private void write(List<JobChange> changes) {
    int[] counts = update(CHANGE, changes);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 1) {
        throw new IllegalStateException(
            "job "
                + changes.get(i).before().id()
                + " was changed by "
                + counts[i]
                + " rows, expected 1: "
                + Arrays.toString(counts));
      }
    }
  }

  private int[] update(String sql, List<JobChange> changes) {
    Instant now = clock.instant();
    int[][] counts =
        batches.batchUpdate(
            sql,
            changes,
            Math.max(1, changes.size()),
            (PreparedStatement row, JobChange change) -> bind(row, change, now));
    return counts.length == 0 ? new int[0] : counts[0];
  }

  private static void bind(PreparedStatement row, JobChange change, Instant now)
      throws SQLException {
    SendJob after = change.after();
    SendJob.Permit permit = after.permit();
    row.setString(1, after.status().name());
    row.setInt(2, after.epoch());
    row.setInt(3, after.recipients());
    row.setObject(4, after.notBefore());
    row.setString(5, after.heldBy());
    row.setObject(6, after.limitedUntil());
    row.setString(7, permit == null ? null : permit.id());
    row.setObject(8, permit == null ? null : permit.expiresAt());
    row.setObject(9, begunAt(after, now));
    row.setString(10, after.msgid());
    row.setInt(11, after.deferrals());
    row.setInt(12, after.code());
    row.setString(13, shortened(after.evidence()));
    row.setBoolean(14, after.talk().everUnknown());
    row.setBoolean(15, after.closed());
    row.setObject(16, now);
    row.setLong(17, after.tenantId().value());
    row.setLong(18, after.id().campaignId().value());
    row.setInt(19, after.id().jobNo());
    row.setString(20, change.before().status().name());
    row.setInt(21, change.before().epoch());
    row.setInt(22, change.before().recipients());
  }

  /** An outcome proves that a call began, even if nobody asked us first. */
  private static @Nullable Instant begunAt(SendJob job, Instant now) {
    boolean began = job.status() == JobStatus.ACCEPTED || job.status() == JobStatus.UNKNOWN;
    return job.begunAt() == null && began ? now : job.begunAt();
  }

  private static @Nullable String shortened(@Nullable String evidence) {
    return evidence == null || evidence.length() <= MAX_EVIDENCE
        ? evidence
        : evidence.substring(0, MAX_EVIDENCE);
  }

  /** Reads a row that was selected with {@link #COLUMNS}. */
  public static SendJob job(ResultSet row, int number) throws SQLException {
    String permit = row.getString("permit_id");
    Instant permitExpiresAt = instantOrNull(row, "permit_expires_at");
    return new SendJob(
        new SendJob.Share(
            new TenantId(row.getLong("tenant_id")),
            new JobId(new CampaignId(row.getLong("campaign_id")), row.getInt("job_no")),
            new CorpId(row.getString("corp_id")),
            Channel.of(row.getString("channel")),
            new AccountId(row.getLong("account_id")),
            Priority.ofRank(row.getInt("priority"))),
        row.getInt("recipients"),
        JobStatus.valueOf(row.getString("status")),
        row.getInt("epoch"),
        new SendJob.Waiting(
            instantOrNull(row, "not_before"),
            row.getString("held_by"),
            instantOrNull(row, "limited_until")),
        permit == null || permitExpiresAt == null
            ? null
            : new SendJob.Permit(permit, permitExpiresAt),
        new SendJob.Talk(
            instantOrNull(row, "begun_at"),
            row.getString("msgid"),
            row.getInt("deferrals"),
            row.getInt("code"),
            row.getString("evidence"),
            row.getBoolean("ever_unknown")),
        row.getBoolean("closed"));
  }

  static Object[] tuple(JobKey key) {
    return new Object[] {
      key.tenantId().value(), key.jobId().campaignId().value(), key.jobId().jobNo()
    };
  }
}
