package io.qunfa.account.policy;

import io.qunfa.account.policy.PolicyChange.Action;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, changes and deletes policies; each step, with who and when, joins the history and raises
 * the tenant's revision in the same transaction.
 */
@Component
class ChangePolicies {
  private final JdbcClient jdbc;
  private final PolicyRows rows;
  private final InstantSource time;

  ChangePolicies(JdbcClient jdbc, PolicyRows rows, InstantSource time) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.time = time;
  }

  @Transactional
  LimitPolicy create(Caller caller, PolicyScope scope, LimitValues limits) {
    raiseRevision(caller);
    requireKnown(caller, scope);
    if (rows.values(caller.tenantId()).containsKey(scope)) {
      throw new Problem(
          ProblemCode.CONFLICT, "There is a policy for this scope already: change that one.");
    }
    CorpId corp = scope.corpId();
    AccountId account = scope.accountId();
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            """
            insert into limit_policy
              (tenant_id, scope, corp_id, channel, account_id, limits, changed_by, changed_at)
            values (:tenant, :scope, :corp, :channel, :account, :limits, :by, :at)
            """)
        .param("tenant", caller.tenantId().value())
        .param("scope", scope.text())
        .param("corp", corp == null ? null : corp.value())
        .param("channel", scope.channel() == null ? null : scope.channel().text())
        .param("account", account == null ? null : account.value())
        .param("limits", rows.text(limits))
        .param("by", caller.subject())
        .param("at", now())
        .update(key, "id");
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("MySQL gave a policy no id");
    }
    return kept(caller, new PolicyId(id.longValue()), Action.CREATED);
  }

  @Transactional
  LimitPolicy change(Caller caller, PolicyId id, LimitValues limits, int version) {
    raiseRevision(caller);
    requireVersion(caller, id, version);
    jdbc.sql(
            """
            update limit_policy
            set limits = :limits, version = version + 1, changed_by = :by, changed_at = :at
            where tenant_id = :tenant and id = :id
            """)
        .param("limits", rows.text(limits))
        .param("by", caller.subject())
        .param("at", now())
        .param("tenant", caller.tenantId().value())
        .param("id", id.value())
        .update();
    return kept(caller, id, Action.CHANGED);
  }

  @Transactional
  void delete(Caller caller, PolicyId id, int version) {
    raiseRevision(caller);
    requireVersion(caller, id, version);
    jdbc.sql(
            """
            update limit_policy
            set version = version + 1, changed_by = :by, changed_at = :at
            where tenant_id = :tenant and id = :id
            """)
        .param("by", caller.subject())
        .param("at", now())
        .param("tenant", caller.tenantId().value())
        .param("id", id.value())
        .update();
    kept(caller, id, Action.DELETED);
    jdbc.sql("delete from limit_policy where tenant_id = :tenant and id = :id")
        .param("tenant", caller.tenantId().value())
        .param("id", id.value())
        .update();
  }

  /** Comes first: its row lock makes the changes of one tenant wait for each other. */
  private void raiseRevision(Caller caller) {
    jdbc.sql(
            """
            insert into limit_policy_revision (tenant_id, revision) values (:tenant, 1)
            on duplicate key update revision = revision + 1
            """)
        .param("tenant", caller.tenantId().value())
        .update();
  }

  private void requireKnown(Caller caller, PolicyScope scope) {
    CorpId corp = scope.corpId();
    AccountId account = scope.accountId();
    if (corp != null
        && isMissing(
            "select count(*) from corp where tenant_id = :tenant and corp_id = :id",
            caller,
            corp.value())) {
      throw Problem.invalid("/scope/corpId", "There is no corp " + corp + ".");
    }
    if (account != null
        && isMissing(
            "select count(*) from account where tenant_id = :tenant and id = :id",
            caller,
            account.value())) {
      throw Problem.invalid("/scope/accountId", "There is no account " + account + ".");
    }
  }

  private boolean isMissing(String sql, Caller caller, Object id) {
    return jdbc.sql(sql)
            .param("tenant", caller.tenantId().value())
            .param("id", id)
            .query(Long.class)
            .single()
        == 0;
  }

  private void requireVersion(Caller caller, PolicyId id, int version) {
    LimitPolicy now =
        rows.find(caller.tenantId(), id).orElseThrow(() -> Problem.notFound("limit policy", id));
    if (now.version() != version) {
      throw new Problem(
          ProblemCode.CONFLICT,
          "Limit policy "
              + id
              + " has version "
              + now.version()
              + " by now, changed by "
              + now.changedBy()
              + ". Read it again before you change it.");
    }
  }

  private LimitPolicy kept(Caller caller, PolicyId id, Action action) {
    jdbc.sql(
            """
            insert into limit_policy_change
              (tenant_id, policy_id, version, action, scope, limits, changed_by, changed_at)
            select tenant_id, id, version, :action, scope, limits, changed_by, changed_at
            from limit_policy where tenant_id = :tenant and id = :id
            """)
        .param("action", action.name())
        .param("tenant", caller.tenantId().value())
        .param("id", id.value())
        .update();
    return rows.find(caller.tenantId(), id).orElseThrow();
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(time.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }
}
