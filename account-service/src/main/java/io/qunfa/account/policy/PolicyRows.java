package io.qunfa.account.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.policy.PolicyChange.Action;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads policies and their history. */
@Component
class PolicyRows {
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  PolicyRows(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** 0 if the tenant never had a policy. */
  long revision(TenantId tenant) {
    return jdbc.sql("select revision from limit_policy_revision where tenant_id = :tenant")
        .param("tenant", tenant.value())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  Map<PolicyScope, LimitValues> values(TenantId tenant) {
    Map<PolicyScope, LimitValues> values = new HashMap<>();
    jdbc.sql(
            """
            select id, corp_id, channel, account_id, limits, version, changed_by, changed_at
            from limit_policy where tenant_id = :tenant
            """)
        .param("tenant", tenant.value())
        .query(this::policy)
        .list()
        .forEach(policy -> values.put(policy.scope(), policy.limits()));
    return values;
  }

  Optional<LimitPolicy> find(TenantId tenant, PolicyId id) {
    return jdbc.sql(
            """
            select id, corp_id, channel, account_id, limits, version, changed_by, changed_at
            from limit_policy where tenant_id = :tenant and id = :id
            """)
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(this::policy)
        .optional();
  }

  List<LimitPolicy> after(TenantId tenant, long id, int atMost) {
    return jdbc.sql(
            """
            select id, corp_id, channel, account_id, limits, version, changed_by, changed_at
            from limit_policy where tenant_id = :tenant and id > :id order by id limit :most
            """)
        .param("tenant", tenant.value())
        .param("id", id)
        .param("most", atMost)
        .query(this::policy)
        .list();
  }

  /** Also of a policy that is gone. */
  List<PolicyChange> history(TenantId tenant, PolicyId id, long afterVersion, int atMost) {
    return jdbc.sql(
            """
            select version, action, limits, changed_by, changed_at from limit_policy_change
            where tenant_id = :tenant and policy_id = :id and version > :version
            order by version limit :most
            """)
        .param("tenant", tenant.value())
        .param("id", id.value())
        .param("version", afterVersion)
        .param("most", atMost)
        .query(
            (row, number) ->
                new PolicyChange(
                    row.getInt("version"),
                    Action.valueOf(row.getString("action")),
                    limits(row.getString("limits")),
                    row.getString("changed_by"),
                    at(row)))
        .list();
  }

  String text(LimitValues limits) {
    try {
      return json.writeValueAsString(limits);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private LimitPolicy policy(ResultSet row, int number) throws SQLException {
    String corp = row.getString("corp_id");
    String channel = row.getString("channel");
    long account = row.getLong("account_id");
    return new LimitPolicy(
        new PolicyId(row.getLong("id")),
        new PolicyScope(
            corp == null ? null : new CorpId(corp),
            channel == null ? null : Channel.of(channel),
            account == 0 ? null : new AccountId(account)),
        limits(row.getString("limits")),
        row.getInt("version"),
        row.getString("changed_by"),
        at(row));
  }

  private static Instant at(ResultSet row) throws SQLException {
    return row.getObject("changed_at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private LimitValues limits(String text) {
    try {
      return json.readValue(text, LimitValues.class);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("the limits of a policy are broken", unreadable);
    }
  }
}
