package io.qunfa.account.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.account.ChangeAccounts.CheckedChange;
import io.qunfa.account.corp.Corps;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes checked changes. A new warm-up plan begins today in the corp's zone. */
@Component
class WriteChanges {
  private final JdbcTemplate jdbc;
  private final Corps corps;
  private final ObjectMapper json;
  private final InstantSource time;

  WriteChanges(JdbcTemplate jdbc, Corps corps, ObjectMapper json, InstantSource time) {
    this.jdbc = jdbc;
    this.corps = corps;
    this.json = json;
    this.time = time;
  }

  /** Joins the caller's transaction. */
  void write(TenantId tenant, List<CheckedChange> changes) {
    jdbc.batchUpdate(
        """
        update account set credential_id = ?, daily_quota = ?, weight = ?, tags = ?
        where tenant_id = ? and id = ?
        """,
        changes,
        Math.max(1, changes.size()),
        (PreparedStatement row, CheckedChange change) -> {
          row.setLong(1, change.credentialId().value());
          row.setInt(2, change.traits().dailyQuota());
          row.setInt(3, change.traits().weight());
          row.setString(4, text(change.traits().tags()));
          row.setLong(5, tenant.value());
          row.setLong(6, change.account().accountId().value());
        });
    List<CheckedChange> plans = changes.stream().filter(CheckedChange::changesPlan).toList();
    Map<CorpId, ZoneId> zones = new HashMap<>();
    plans.forEach(
        change ->
            zones.computeIfAbsent(
                change.account().corpId(), corp -> corps.require(tenant, corp).timeZone()));
    jdbc.batchUpdate(
        """
        update account set warm_up = ?, warm_up_from = ?, warm_up_ends_at = ?
        where tenant_id = ? and id = ?
        """,
        plans,
        Math.max(1, plans.size()),
        (PreparedStatement row, CheckedChange change) -> {
          setPlan(row, change, zones);
          row.setLong(4, tenant.value());
          row.setLong(5, change.account().accountId().value());
        });
  }

  private void setPlan(PreparedStatement row, CheckedChange change, Map<CorpId, ZoneId> zones)
      throws SQLException {
    WarmUpPlan plan = change.traits().warmUp();
    ZoneId zone = zones.get(change.account().corpId());
    if (plan == null || zone == null) {
      row.setString(1, null);
      row.setObject(2, null);
      row.setTimestamp(3, null);
      return;
    }
    LocalDate today = LocalDate.ofInstant(time.instant(), zone);
    row.setString(1, plan.text());
    row.setObject(2, today);
    row.setTimestamp(3, Timestamp.from(plan.endsOn(today).atStartOfDay(zone).toInstant()));
  }

  private String text(List<String> tags) {
    try {
      return json.writeValueAsString(tags);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
