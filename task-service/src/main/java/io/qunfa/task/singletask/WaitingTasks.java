package io.qunfa.task.singletask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import io.qunfa.task.store.Columns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The queue between acceptance and admission. */
@Repository
class WaitingTasks {
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final ObjectMapper json;

  WaitingTasks(JdbcClient jdbc, JdbcTemplate batches, ObjectMapper json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
  }

  /** The oldest free tasks, leased to the caller; replicas skip each other's. */
  @Transactional
  List<WaitingTask> claim(int atMost, Instant now, Instant until) {
    List<Long> ids =
        jdbc.sql(
                """
                select task_id from waiting_task
                where leased_until is null or leased_until <= :now
                order by task_id
                limit :atMost
                for update skip locked
                """)
            .param("now", now)
            .param("atMost", atMost)
            .query(Long.class)
            .list();
    if (ids.isEmpty()) {
      return List.of();
    }
    leaseUntil(until, ids);
    return jdbc.sql(
            """
            select t.tenant_id, t.task_id, t.corp_id, t.channel, t.priority, t.account_id,
              t.account_tag, t.contacts, t.any_hour, t.uncapped
            from waiting_task w
            join single_task t on t.tenant_id = w.tenant_id and t.task_id = w.task_id
            where w.task_id in (:ids)
            order by t.task_id
            """)
        .param("ids", ids)
        .query(this::task)
        .list();
  }

  void leaseUntil(Instant until, Collection<Long> ids) {
    jdbc.sql("update waiting_task set leased_until = :until where task_id in (:ids)")
        .param("until", until)
        .param("ids", ids)
        .update();
  }

  /** Takes tasks out of the queue, in the caller's transaction: those that nobody else took. */
  Set<CampaignId> remove(Collection<WaitingTask> tasks, Instant now) {
    List<Long> ids = tasks.stream().map(task -> task.id().value()).toList();
    List<Long> mine =
        jdbc.sql(
                """
                select task_id from waiting_task where task_id in (:ids)
                order by task_id
                for update
                """)
            .param("ids", ids)
            .query(Long.class)
            .list();
    if (mine.isEmpty()) {
      return Set.of();
    }
    jdbc.sql("delete from waiting_task where task_id in (:mine)").param("mine", mine).update();
    Set<CampaignId> taken = new HashSet<>();
    mine.forEach(id -> taken.add(new CampaignId(id)));
    batches.batchUpdate(
        "update single_task set admitted_at = ? where tenant_id = ? and task_id = ?",
        tasks,
        Math.max(1, tasks.size()),
        (PreparedStatement row, WaitingTask task) -> {
          row.setObject(1, now);
          row.setLong(2, task.group().tenantId().value());
          row.setLong(3, task.id().value());
        });
    return taken;
  }

  /** Takes a task out of the queue for good: it has no ledger rows and will have none. */
  @Transactional
  void refuse(WaitingTask task, String why, Instant now) {
    if (remove(List.of(task), now).isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update single_task set refused = left(:why, 500)
            where tenant_id = :tenant and task_id = :id
            """)
        .param("why", why)
        .param("tenant", task.group().tenantId().value())
        .param("id", task.id().value())
        .update();
  }

  private WaitingTask task(ResultSet row, int number) throws SQLException {
    Long account = Columns.longOrNull(row, "account_id");
    try {
      return new WaitingTask(
          new WaitingTask.Group(
              new TenantId(row.getLong("tenant_id")),
              new CorpId(row.getString("corp_id")),
              Channel.of(row.getString("channel"))),
          new CampaignId(row.getLong("task_id")),
          Priority.ofRank(row.getInt("priority")),
          account == null ? null : new AccountId(account),
          row.getString("account_tag"),
          json.readValue(row.getString("contacts"), NAMES),
          new Exemption(row.getBoolean("any_hour"), row.getBoolean("uncapped")));
    } catch (JsonProcessingException broken) {
      throw new SQLException("stored contacts are not readable", broken);
    }
  }
}
