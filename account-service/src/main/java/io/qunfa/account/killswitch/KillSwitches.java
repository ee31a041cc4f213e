package io.qunfa.account.killswitch;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Turns kill switches; every turn is kept with who did it and why. */
@Component
class KillSwitches {
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final InstantSource time;

  KillSwitches(JdbcClient jdbc, ApplicationEventPublisher events, InstantSource time) {
    this.jdbc = jdbc;
    this.events = events;
    this.time = time;
  }

  /** Stopping again changes nothing: the first stop stands with its reason. */
  @Transactional
  public void stop(Scope scope, String actor, String reason) {
    int stopped =
        jdbc.sql(
                """
                insert ignore into kill_switch (tenant_id, corp_id, stopped_at, stopped_by, reason)
                values (:tenant, :corp, :at, :actor, :reason)
                """)
            .param("tenant", scope.tenantId().value())
            .param("corp", scope.corp())
            .param("at", Timestamp.from(time.instant()))
            .param("actor", actor)
            .param("reason", reason)
            .update();
    turned(stopped, scope, "STOP", actor, reason);
  }

  @Transactional
  public void start(Scope scope, String actor, String reason) {
    int started =
        jdbc.sql("delete from kill_switch where tenant_id = :tenant and corp_id = :corp")
            .param("tenant", scope.tenantId().value())
            .param("corp", scope.corp())
            .update();
    turned(started, scope, "START", actor, reason);
  }

  /** Those that are on. */
  List<Stop> on(TenantId tenant) {
    return jdbc.sql(
            """
            select corp_id, stopped_at, stopped_by, reason from kill_switch
            where tenant_id = :tenant order by corp_id
            """)
        .param("tenant", tenant.value())
        .query(
            (row, number) ->
                new Stop(
                    corp(row.getString("corp_id")),
                    row.getTimestamp("stopped_at").toInstant(),
                    row.getString("stopped_by"),
                    row.getString("reason")))
        .list();
  }

  /** Newest first. */
  List<Turn> before(TenantId tenant, long id, int limit) {
    return jdbc.sql(
            """
            select id, corp_id, action, actor, reason, at from kill_switch_history
            where tenant_id = :tenant and id < :before order by id desc limit :limit
            """)
        .param("tenant", tenant.value())
        .param("before", id)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Turn(
                    row.getLong("id"),
                    corp(row.getString("corp_id")),
                    row.getString("action"),
                    row.getString("actor"),
                    row.getString("reason"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  private void turned(int rows, Scope scope, String action, String actor, String reason) {
    if (rows == 0) {
      return;
    }
    jdbc.sql(
            """
            insert into kill_switch_history (tenant_id, corp_id, action, actor, reason, at)
            values (:tenant, :corp, :action, :actor, :reason, :at)
            """)
        .param("tenant", scope.tenantId().value())
        .param("corp", scope.corp())
        .param("action", action)
        .param("actor", actor)
        .param("reason", reason)
        .param("at", Timestamp.from(time.instant()))
        .update();
    events.publishEvent(new SendingSwitched());
  }

  private static @Nullable CorpId corp(String column) {
    return column.isEmpty() ? null : new CorpId(column);
  }

  /**
   * @param corpId null: the whole tenant
   */
  record Stop(@Nullable CorpId corpId, Instant stoppedAt, String stoppedBy, String reason) {}

  record Turn(
      long id, @Nullable CorpId corpId, String action, String actor, String reason, Instant at) {}
}
