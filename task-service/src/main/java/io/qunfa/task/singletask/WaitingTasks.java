package io.qunfa.task.singletask;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

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
import io.qunfa.task.singletask.WaitingTask.Queue;
import io.qunfa.task.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The queues between acceptance and admission. */
@Repository
class WaitingTasks {
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  WaitingTasks(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A queue that somebody waits in.
   *
   * @param oldest number of its first task, or of the first that is free; numbers grow with time,
   *     roughly
   */
  record Head(Queue queue, long oldest) {}

  /** All of them, be it that every task is leased. */
  List<Head> heads() {
    return jdbc.sql(
            """
            select priority, tenant_id, corp_id, channel, min(task_id) as oldest from waiting_task
            group by priority, tenant_id, corp_id, channel
            """)
        .query((row, number) -> new Head(queue(row), row.getLong("oldest")))
        .list();
  }

  /** Those in which a task is free, with the first of these: others may have been put off. */
  List<Head> freeHeads(Instant now) {
    return jdbc.sql(
            """
            select q.priority, q.tenant_id, q.corp_id, q.channel, free.task_id as oldest
            from (
              select priority, tenant_id, corp_id, channel from waiting_task
              group by priority, tenant_id, corp_id, channel) q
            join lateral (
              select w.task_id from waiting_task w
              where w.priority = q.priority and w.tenant_id = q.tenant_id
                and w.corp_id = q.corp_id and w.channel = q.channel
                and (w.leased_until is null or w.leased_until <= :now)
              -- All of the key, or MySQL would sort.
              order by w.priority, w.tenant_id, w.corp_id, w.channel, w.task_id
              limit 1) free
            """)
        .param("now", now)
        .query((row, number) -> new Head(queue(row), row.getLong("oldest")))
        .list();
  }

  /** The oldest free tasks of a queue, leased to the caller; replicas skip each other's. */
  @Transactional
  List<WaitingTask> claim(Queue queue, int atMost, Instant now, Instant until) {
    List<Long> ids =
        in(
                queue,
                "select task_id from waiting_task",
                """
                and (leased_until is null or leased_until <= :now)
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
    leaseUntil(until, queue, ids);
    return jdbc.sql(
            """
            select tenant_id, task_id, corp_id, channel, priority, account_id, account_tag,
              contacts, any_hour, uncapped
            from single_task
            where tenant_id = :tenant and task_id in (:ids)
            order by task_id
            """)
        .param("tenant", queue.group().tenantId().value())
        .param("ids", ids)
        .query(this::task)
        .list();
  }

  void leaseUntil(Instant until, List<WaitingTask> tasks) {
    byQueue(tasks).forEach((queue, ids) -> leaseUntil(until, queue, ids));
  }

  private void leaseUntil(Instant until, Queue queue, List<Long> ids) {
    in(queue, "update waiting_task set leased_until = :until", "and task_id in (:ids)")
        .param("until", until)
        .param("ids", ids)
        .update();
  }

  /** Takes tasks out of the queue, in the caller's transaction: those that nobody else took. */
  Set<CampaignId> remove(Collection<WaitingTask> tasks, Instant now) {
    Set<CampaignId> taken = new HashSet<>();
    byQueue(tasks)
        .forEach(
            (queue, ids) -> remove(queue, ids, now).forEach(id -> taken.add(new CampaignId(id))));
    return taken;
  }

  private List<Long> remove(Queue queue, List<Long> ids, Instant now) {
    List<Long> mine =
        in(
                queue,
                "select task_id from waiting_task",
                "and task_id in (:ids) order by task_id for update")
            .param("ids", ids)
            .query(Long.class)
            .list();
    if (!mine.isEmpty()) {
      in(queue, "delete from waiting_task", "and task_id in (:mine)").param("mine", mine).update();
      jdbc.sql(
              """
              update single_task set admitted_at = :now
              where tenant_id = :tenant and task_id in (:mine)
              """)
          .param("now", now)
          .param("tenant", queue.group().tenantId().value())
          .param("mine", mine)
          .update();
    }
    return mine;
  }

  private static Map<Queue, List<Long>> byQueue(Collection<WaitingTask> tasks) {
    return tasks.stream()
        .collect(groupingBy(WaitingTask::queue, mapping(task -> task.id().value(), toList())));
  }

  private JdbcClient.StatementSpec in(Queue queue, String what, String which) {
    return jdbc.sql(
            what
                + " where priority = :priority and tenant_id = :tenant and corp_id = :corp"
                + " and channel = :channel "
                + which)
        .param("priority", queue.priority().rank())
        .param("tenant", queue.group().tenantId().value())
        .param("corp", queue.group().corpId().value())
        .param("channel", queue.group().channel().text());
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
      Queue queue = queue(row);
      return new WaitingTask(
          queue.group(),
          new CampaignId(row.getLong("task_id")),
          queue.priority(),
          account == null ? null : new AccountId(account),
          row.getString("account_tag"),
          json.readValue(row.getString("contacts"), NAMES),
          new Exemption(row.getBoolean("any_hour"), row.getBoolean("uncapped")));
    } catch (JsonProcessingException broken) {
      throw new SQLException("stored contacts are not readable", broken);
    }
  }

  private static Queue queue(ResultSet row) throws SQLException {
    return new Queue(
        Priority.ofRank(row.getInt("priority")),
        new WaitingTask.Group(
            new TenantId(row.getLong("tenant_id")),
            new CorpId(row.getString("corp_id")),
            Channel.of(row.getString("channel"))));
  }
}
