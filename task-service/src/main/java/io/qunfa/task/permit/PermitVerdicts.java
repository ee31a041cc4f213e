package io.qunfa.task.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Verdict;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Verdicts on permits, kept from the transaction that decides them until account-service knows. */
@Component
public class PermitVerdicts {
  private final JdbcTemplate jdbc;
  private final Wakes wakes;

  PermitVerdicts(JdbcTemplate jdbc, Wakes wakes) {
    this.jdbc = jdbc;
    this.wakes = wakes;
  }

  /** The first verdict on a permit holds. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(List<PermitVerdict> verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    jdbc.batchUpdate(
        """
        insert ignore into permit_verdict
          (tenant_id, permit_id, verdict, push_back_ms, cause, outcome, corp_id)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        verdicts,
        verdicts.size(),
        (PreparedStatement row, PermitVerdict verdict) -> {
          row.setLong(1, verdict.tenantId().value());
          row.setString(2, verdict.permitId());
          row.setString(3, verdict.verdict().name());
          row.setLong(4, verdict.pushBack().toMillis());
          row.setString(5, verdict.cause().name());
          Outcome outcome = verdict.outcome();
          row.setString(6, outcome == null ? null : outcome.name());
          row.setString(7, verdict.corpId().value());
        });
    wakes.afterCommit(StepName.RELAY_PERMIT_VERDICTS);
  }

  /** Those of whose permits something is to be told. */
  List<TenantId> tenants() {
    return jdbc.query(
        "select distinct tenant_id from permit_verdict",
        (row, number) -> new TenantId(row.getLong("tenant_id")));
  }

  List<PermitVerdict> first(TenantId tenant, int atMost) {
    return jdbc.query(
        """
        select tenant_id, permit_id, verdict, push_back_ms, cause, outcome, corp_id
        from permit_verdict
        where tenant_id = ? order by permit_id limit ?
        """,
        (row, number) ->
            new PermitVerdict(
                new TenantId(row.getLong("tenant_id")),
                new CorpId(row.getString("corp_id")),
                row.getString("permit_id"),
                Verdict.valueOf(row.getString("verdict")),
                Duration.ofMillis(row.getLong("push_back_ms")),
                PushBack.valueOf(row.getString("cause")),
                outcome(row.getString("outcome"))),
        tenant.value(),
        atMost);
  }

  private static @Nullable Outcome outcome(@Nullable String name) {
    return name == null ? null : Outcome.valueOf(name);
  }

  void delete(List<PermitVerdict> told) {
    jdbc.batchUpdate(
        "delete from permit_verdict where tenant_id = ? and permit_id = ?",
        told,
        told.size(),
        (PreparedStatement row, PermitVerdict verdict) -> {
          row.setLong(1, verdict.tenantId().value());
          row.setString(2, verdict.permitId());
        });
  }
}
