package io.qunfa.task.singletask;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.singletask.Submission.TaskRow;
import io.qunfa.task.singletask.TaskKeys.Kept;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transaction of a group commit. */
@Component
class WriteTasks {
  /** Few different statements, so that the driver keeps them prepared. */
  private static final int ROWS_PER_STATEMENT = 50;

  private final JdbcTemplate jdbc;
  private final TaskKeys keys;
  private final Wakes wakes;
  private final Clock clock;

  WriteTasks(JdbcTemplate jdbc, TaskKeys keys, Wakes wakes, Clock clock) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.wakes = wakes;
    this.clock = clock;
  }

  /** What a submission comes to. */
  sealed interface Outcome {
    record Accepted(List<CampaignId> ids) implements Outcome {}

    record KeyReused(String key) implements Outcome {}
  }

  private record OwnedRow(TenantId tenantId, TaskRow row) {}

  @Transactional
  public IdentityHashMap<Submission, Outcome> write(List<Submission> batch) {
    SortedMap<Submission.Key, Submission> firstByKey = new TreeMap<>();
    for (Submission submission : batch) {
      firstByKey.putIfAbsent(submission.key(), submission);
    }
    Map<Submission.Key, Kept> kept = keys.claim(firstByKey);
    IdentityHashMap<Submission, Outcome> outcomes = new IdentityHashMap<>();
    List<OwnedRow> fresh = new ArrayList<>();
    for (Submission submission : batch) {
      Outcome outcome = outcome(submission, kept);
      outcomes.put(submission, outcome);
      if (outcome instanceof Outcome.Accepted accepted && accepted.ids().equals(submission.ids())) {
        submission.rows().forEach(row -> fresh.add(new OwnedRow(submission.tenantId(), row)));
      }
    }
    insert(fresh);
    wakes.afterCommit(StepName.ADMIT_TASKS);
    return outcomes;
  }

  private static Outcome outcome(Submission submission, Map<Submission.Key, Kept> kept) {
    Submission.Key key = submission.key();
    Kept first = kept.get(key);
    if (first == null) {
      throw new IllegalStateException("key " + key + " was written but is not there");
    }
    return first.bodyHash().equals(submission.bodyHash())
        ? new Outcome.Accepted(first.ids())
        : new Outcome.KeyReused(key.key());
  }

  private void insert(List<OwnedRow> rows) {
    Instant now = clock.instant();
    for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
      List<OwnedRow> some = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT));
      insertTasks(some, now);
      insertWaiting(some);
    }
  }

  private void insertTasks(List<OwnedRow> rows, Instant now) {
    List<@Nullable Object> values = new ArrayList<>(rows.size() * 13);
    for (OwnedRow owned : rows) {
      TaskRow row = owned.row();
      NewTask task = row.task();
      values.add(owned.tenantId().value());
      values.add(row.taskId());
      values.add(task.corpId().value());
      values.add(task.channel().text());
      values.add(task.priority().rank());
      values.add(task.accountId() == null ? null : task.accountId().value());
      values.add(task.accountTag());
      values.add(row.contacts());
      values.add(row.content());
      values.add(task.externalUserIds().size());
      values.add(now);
      values.add(task.policy().exemption().quietHours());
      values.add(task.policy().exemption().frequencyCap());
    }
    jdbc.update(
        """
        insert into single_task
          (tenant_id, task_id, corp_id, channel, priority, account_id, account_tag, contacts,
           content, targeted, created_at, any_hour, uncapped)
        values
        """
            + tuples("(?,?,?,?,?,?,?,?,?,?,?,?,?)", rows.size()),
        values.toArray());
  }

  private void insertWaiting(List<OwnedRow> rows) {
    List<Object> values = new ArrayList<>(rows.size() * 5);
    for (OwnedRow owned : rows) {
      values.add(owned.row().task().priority().rank());
      values.add(owned.tenantId().value());
      values.add(owned.row().task().corpId().value());
      values.add(owned.row().task().channel().text());
      values.add(owned.row().taskId());
    }
    jdbc.update(
        "insert into waiting_task (priority, tenant_id, corp_id, channel, task_id) values "
            + tuples("(?,?,?,?,?)", rows.size()),
        values.toArray());
  }

  private static String tuples(String tuple, int count) {
    return (tuple + ",").repeat(count - 1) + tuple;
  }
}
