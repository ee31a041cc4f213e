package io.qunfa.task.singletask;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.problem.Problem;
import io.qunfa.task.campaign.CampaignStatus;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.lane.HeldBack;
import io.qunfa.task.lane.ReadHeldBack;
import io.qunfa.task.progress.CountRecipients;
import io.qunfa.task.progress.RecipientCounts;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where a single task stands. */
@Component
class ViewTask {
  private final JdbcClient jdbc;
  private final CountRecipients countRecipients;
  private final ReadHeldBack readHeldBack;

  ViewTask(JdbcClient jdbc, CountRecipients countRecipients, ReadHeldBack readHeldBack) {
    this.jdbc = jdbc;
    this.countRecipients = countRecipients;
    this.readHeldBack = readHeldBack;
  }

  /**
   * @param status SCHEDULED until its contacts have senders, RUNNING until every recipient's end is
   *     known, then FINISHED; FAILED if data-service refused its contacts
   * @param statusReason why it failed; null if it did not
   * @param states recipients by state, with IN_FLIGHT beside the ledger's states
   * @param held what its waiting jobs wait for, and until when
   */
  record TaskView(
      CampaignId taskId,
      CorpId corpId,
      Channel channel,
      CampaignStatus status,
      @Nullable String statusReason,
      long targeted,
      Map<String, Long> states,
      Map<ExclusionReason, Long> excluded,
      List<JobView> jobs,
      List<HeldBack> held,
      Instant createdAt) {}

  /**
   * @param heldBy what holds it until {@code notBefore}, in one word; null: nothing
   * @param evidence the last thing that went wrong, or why it is held back
   */
  record JobView(
      int jobNo,
      AccountId accountId,
      JobStatus status,
      int recipients,
      @Nullable String heldBy,
      @Nullable Instant notBefore,
      @Nullable String evidence) {}

  private record Kept(
      CorpId corpId,
      Channel channel,
      int targeted,
      Instant createdAt,
      boolean admitted,
      @Nullable String refused) {}

  private record Job(JobView view, boolean closed) {}

  TaskView view(TenantId tenant, CampaignId id) {
    Kept task = find(tenant, id).orElseThrow(() -> Problem.notFound("task", id));
    if (!task.admitted()) {
      return withoutLedger(id, task, CampaignStatus.SCHEDULED, RecipientState.PLANNED);
    }
    if (task.refused() != null) {
      return withoutLedger(id, task, CampaignStatus.FAILED, RecipientState.EXCLUDED);
    }
    List<Job> jobs = jobs(tenant, id);
    RecipientCounts counts = countRecipients.of(tenant, id);
    boolean finished = jobs.stream().allMatch(Job::closed) && counts.open() == 0;
    return new TaskView(
        id,
        task.corpId(),
        task.channel(),
        finished ? CampaignStatus.FINISHED : CampaignStatus.RUNNING,
        null,
        counts.targeted(),
        counts.states(),
        counts.excluded(),
        jobs.stream().map(Job::view).toList(),
        readHeldBack.of(tenant, id),
        task.createdAt());
  }

  private static TaskView withoutLedger(
      CampaignId id, Kept task, CampaignStatus status, RecipientState everybody) {
    return new TaskView(
        id,
        task.corpId(),
        task.channel(),
        status,
        task.refused(),
        task.targeted(),
        Map.of(everybody.name(), (long) task.targeted()),
        Map.of(),
        List.of(),
        List.of(),
        task.createdAt());
  }

  private Optional<Kept> find(TenantId tenant, CampaignId id) {
    return jdbc.sql(
            """
            select corp_id, channel, targeted, created_at, admitted_at, refused from single_task
            where tenant_id = :tenant and task_id = :id
            """)
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(
            (row, number) ->
                new Kept(
                    new CorpId(row.getString("corp_id")),
                    Channel.of(row.getString("channel")),
                    row.getInt("targeted"),
                    Columns.instant(row, "created_at"),
                    Columns.instantOrNull(row, "admitted_at") != null,
                    row.getString("refused")))
        .optional();
  }

  private List<Job> jobs(TenantId tenant, CampaignId id) {
    return jdbc.sql(
            """
            select job_no, account_id, status, recipients, held_by,
              coalesce(limited_until, not_before) as not_before, evidence, closed
            from send_job
            where tenant_id = :tenant and campaign_id = :id
            order by job_no
            """)
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(
            (row, number) ->
                new Job(
                    new JobView(
                        row.getInt("job_no"),
                        new AccountId(row.getLong("account_id")),
                        JobStatus.valueOf(row.getString("status")),
                        row.getInt("recipients"),
                        row.getString("held_by"),
                        Columns.instantOrNull(row, "not_before"),
                        row.getString("evidence")),
                    row.getBoolean("closed")))
        .list();
  }
}
