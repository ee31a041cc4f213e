package io.qunfa.task.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.task.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads dead letters, without locks. */
@Component
public class Letters {
  private static final String COLUMNS =
      """
      dead_letter_id, kind, state, reason, evidence, queue, attempts, auto_replays, campaign_id,
      job_no, epoch, corp_id, channel, account_id, recipients, code, first_died_at, died_at,
      decided_at
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Letters(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param actor null: nobody; it came about
   */
  record Event(Instant at, LetterState became, @Nullable String actor, String reason) {}

  /** What a message was: its bytes, and headers and properties by name. */
  public record Body(Payload payload, Map<String, String> headers) {
    public Body {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * @throws Problem NOT_FOUND, also for another tenant's
   */
  public DeadLetter require(TenantId tenant, long id) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from dead_letter where dead_letter_id = :id and tenant_id = :tenant")
        .param("id", id)
        .param("tenant", tenant.value())
        .query(Letters::letter)
        .optional()
        .orElseThrow(() -> Problem.notFound("dead letter", id));
  }

  /** Newest first. */
  List<DeadLetter> before(TenantId tenant, LetterFilter filter, long id, int atMost) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from dead_letter where tenant_id = :tenant and dead_letter_id < :before"
                + filter.conditions()
                + " order by dead_letter_id desc limit :atMost")
        .params(filter.parameters())
        .param("tenant", tenant.value())
        .param("before", id)
        .param("atMost", atMost)
        .query(Letters::letter)
        .list();
  }

  /** Oldest first. */
  public List<Long> idsAfter(TenantId tenant, LetterFilter filter, long id, int atMost) {
    return jdbc.sql(
            "select dead_letter_id from dead_letter"
                + " where tenant_id = :tenant and dead_letter_id > :after"
                + filter.conditions()
                + " order by dead_letter_id limit :atMost")
        .params(filter.parameters())
        .param("tenant", tenant.value())
        .param("after", id)
        .param("atMost", atMost)
        .query(Long.class)
        .list();
  }

  public Body body(TenantId tenant, long id) {
    return jdbc.sql(
            """
            select payload, payload_size, headers from dead_letter
            where dead_letter_id = :id and tenant_id = :tenant
            """)
        .param("id", id)
        .param("tenant", tenant.value())
        .query(
            (row, number) ->
                new Body(
                    Payload.stored(row.getBytes("payload"), row.getLong("payload_size")),
                    headers(row.getString("headers"))))
        .single();
  }

  /** Oldest first. */
  List<Event> history(TenantId tenant, long id) {
    return jdbc.sql(
            """
            select at, became, actor, reason from dead_letter_event
            where tenant_id = :tenant and dead_letter_id = :id
            order by event_id
            """)
        .param("tenant", tenant.value())
        .param("id", id)
        .query(
            (row, number) ->
                new Event(
                    Columns.instant(row, "at"),
                    LetterState.valueOf(row.getString("became")),
                    row.getString("actor"),
                    row.getString("reason")))
        .list();
  }

  private Map<String, String> headers(String stored) throws SQLException {
    try {
      return json.readValue(stored, new TypeReference<>() {});
    } catch (JsonProcessingException broken) {
      throw new SQLException("stored headers are not readable", broken);
    }
  }

  private static DeadLetter letter(ResultSet row, int number) throws SQLException {
    Long campaign = Columns.longOrNull(row, "campaign_id");
    Long account = Columns.longOrNull(row, "account_id");
    String corp = row.getString("corp_id");
    String channel = row.getString("channel");
    return new DeadLetter(
        Long.toString(row.getLong("dead_letter_id")),
        LetterKind.valueOf(row.getString("kind")),
        LetterState.valueOf(row.getString("state")),
        DeadReason.valueOf(row.getString("reason")),
        row.getString("evidence"),
        row.getString("queue"),
        row.getInt("attempts"),
        row.getInt("auto_replays"),
        campaign == null ? null : new CampaignId(campaign),
        intOrNull(row, "job_no"),
        intOrNull(row, "epoch"),
        corp == null ? null : new CorpId(corp),
        channel == null ? null : Channel.of(channel),
        account == null ? null : new AccountId(account),
        intOrNull(row, "recipients"),
        intOrNull(row, "code"),
        Columns.instant(row, "first_died_at"),
        Columns.instant(row, "died_at"),
        Columns.instantOrNull(row, "decided_at"));
  }

  private static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
