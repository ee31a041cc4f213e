package io.qunfa.task.outbox;

import io.qunfa.task.store.Columns;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class OutboxRows {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  OutboxRows(JdbcTemplate batches, JdbcClient jdbc) {
    this.batches = batches;
    this.jdbc = jdbc;
  }

  void insert(List<OutboxMessage> messages, Instant now) {
    batches.batchUpdate(
        """
        insert into outbox (tenant_id, exchange, routing_key, message_id, body, created_at)
        values (?, ?, ?, ?, ?, ?)
        """,
        messages,
        messages.size(),
        (PreparedStatement row, OutboxMessage message) -> {
          row.setLong(1, message.tenantId().value());
          row.setString(2, message.exchange());
          row.setString(3, message.routingKey());
          row.setString(4, message.messageId());
          row.setBytes(5, message.body().getBytes(StandardCharsets.UTF_8));
          row.setObject(6, now);
        });
  }

  /** The oldest free rows, leased to the caller; replicas skip each other's. */
  @Transactional
  List<OutboxRow> claim(int atMost, Instant now, Duration lease) {
    List<OutboxRow> rows =
        jdbc.sql(
                """
                select outbox_id, exchange, routing_key, message_id, body, attempts
                from outbox
                where leased_until is null or leased_until <= :now
                order by outbox_id
                limit :atMost
                for update skip locked
                """)
            .param("now", now)
            .param("atMost", atMost)
            .query(OutboxRows::row)
            .list();
    leaseUntil(now.plus(lease), rows.stream().map(OutboxRow::id).toList());
    return rows;
  }

  void leaseUntil(@Nullable Instant until, Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("update outbox set leased_until = :until where outbox_id in (:ids)")
          .param("until", until)
          .param("ids", ids)
          .update();
    }
  }

  void delete(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("delete from outbox where outbox_id in (:ids)").param("ids", ids).update();
    }
  }

  void keep(Collection<Undelivered> undelivered, Instant retryAt) {
    batches.batchUpdate(
        """
        update outbox set attempts = attempts + 1, problem = ?, leased_until = ?
        where outbox_id = ?
        """,
        undelivered,
        Math.max(1, undelivered.size()),
        (PreparedStatement row, Undelivered one) -> {
          row.setString(1, one.problem());
          row.setObject(2, retryAt);
          row.setLong(3, one.id());
        });
  }

  /** Looks at so many rows and one more, however long the table is: dispatch asks every round. */
  boolean holdsMoreThan(int rows) {
    return jdbc.sql("select count(*) from (select 1 from outbox limit :enough) some")
            .param("enough", rows + 1)
            .query(Integer.class)
            .single()
        > rows;
  }

  long size() {
    return jdbc.sql("select count(*) from outbox").query(Long.class).single();
  }

  /** Of the first row in the order of the key, which is that of the times but for moments. */
  Optional<Instant> oldest() {
    return jdbc.sql("select created_at from outbox order by outbox_id limit 1")
        .query((row, number) -> Columns.instant(row, "created_at"))
        .optional();
  }

  record Undelivered(long id, String problem) {}

  private static OutboxRow row(ResultSet row, int number) throws SQLException {
    return new OutboxRow(
        row.getLong("outbox_id"),
        row.getString("exchange"),
        row.getString("routing_key"),
        row.getString("message_id"),
        new String(row.getBytes("body"), StandardCharsets.UTF_8),
        row.getInt("attempts"));
  }
}
