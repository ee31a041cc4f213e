package io.qunfa.task.singletask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The same promise as {@code io.qunfa.idempotency.Idempotency}, in the same table, for many
 * requests in one transaction.
 */
@Repository
class TaskKeys {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  TaskKeys(JdbcTemplate batches, JdbcClient jdbc, ObjectMapper json) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What a key was first used for. */
  record Kept(String bodyHash, List<CampaignId> ids) {}

  private record Answer(List<CampaignId> taskIds) {}

  /**
   * Writes the keys that are new; waits for another replica that is writing one of them.
   *
   * @param first the first submission of this batch for each key
   * @return what each key stands for: this submission's ids, or those of an earlier request
   */
  Map<Submission.Key, Kept> claim(SortedMap<Submission.Key, Submission> first) {
    if (first.isEmpty()) {
      return Map.of();
    }
    batches.batchUpdate(
        """
        insert ignore into idempotency_key (tenant_id, operation, idem_key, body_hash, answer)
        values (?, ?, ?, ?, ?)
        """,
        first.entrySet(),
        first.size(),
        (PreparedStatement row, Map.Entry<Submission.Key, Submission> entry) -> {
          row.setLong(1, entry.getKey().tenantId().value());
          row.setString(2, entry.getKey().operation());
          row.setString(3, entry.getKey().key());
          row.setBytes(4, HexFormat.of().parseHex(entry.getValue().bodyHash()));
          row.setString(5, write(new Answer(entry.getValue().ids())));
        });
    Map<Submission.Key, Kept> kept = new HashMap<>();
    // A locking read sees what another replica has just committed.
    jdbc.sql(
            """
            select tenant_id, operation, idem_key, body_hash, answer from idempotency_key
            where (tenant_id, operation, idem_key) in (:keys)
            for share
            """)
        .param(
            "keys",
            first.keySet().stream()
                .map(key -> new Object[] {key.tenantId().value(), key.operation(), key.key()})
                .toList())
        .query(
            row -> {
              kept.put(key(row), kept(row));
            });
    return kept;
  }

  private static Submission.Key key(ResultSet row) throws SQLException {
    return new Submission.Key(
        new TenantId(row.getLong("tenant_id")),
        row.getString("operation"),
        row.getString("idem_key"));
  }

  private Kept kept(ResultSet row) throws SQLException {
    try {
      return new Kept(
          HexFormat.of().formatHex(row.getBytes("body_hash")),
          json.readValue(row.getString("answer"), Answer.class).taskIds());
    } catch (JsonProcessingException broken) {
      throw new SQLException("a kept answer is not readable", broken);
    }
  }

  private String write(Answer answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
