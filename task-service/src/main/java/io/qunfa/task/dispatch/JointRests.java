package io.qunfa.task.dispatch;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.dispatch.JointRest.Scope;
import io.qunfa.task.lane.LaneSettings;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Corps and tenants whose lanes rest together. After the rest a few lanes try; as long as none of
 * them hears of the limit again their number doubles, until the rest is forgotten. So a limit of a
 * thousand accounts costs one row, not a thousand questions.
 */
@Repository
class JointRests {
  private final JdbcClient jdbc;
  private final LaneSettings settings;

  JointRests(JdbcClient jdbc, LaneSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** Few, mostly none. */
  List<JointRest> all() {
    return jdbc.sql("select tenant_id, corp_id, rests_until, tries from joint_rest")
        .query(
            (row, number) ->
                new JointRest(
                    new Scope(new TenantId(row.getLong("tenant_id")), row.getString("corp_id")),
                    Columns.instant(row, "rests_until"),
                    row.getInt("tries")))
        .list();
  }

  /**
   * A longer rest that has begun already stays.
   *
   * @param word until when the limit said; it is asked again sooner
   */
  void rest(Scope scope, Instant word, String by, int tries, Instant now) {
    jdbc.sql(
            """
            insert into joint_rest
              (tenant_id, corp_id, rests_until, limited_until, limited_by, tries)
            values (:tenant, :corp, :until, :word, :by, :tries) as new
            on duplicate key update
              -- What looks at a column comes before it: MySQL assigns from left to right.
              limited_by = if(joint_rest.rests_until > :now
                and joint_rest.limited_until > new.limited_until,
                joint_rest.limited_by, new.limited_by),
              limited_until = if(joint_rest.rests_until > :now
                and joint_rest.limited_until > new.limited_until,
                joint_rest.limited_until, new.limited_until),
              rests_until = greatest(joint_rest.rests_until, new.rests_until),
              tries = new.tries
            """)
        .param("tenant", scope.tenantId().value())
        .param("corp", scope.corpId())
        .param("until", settings.askAgain(word, now))
        .param("word", word)
        .param("now", now)
        .param("by", by)
        .param("tries", tries)
        .update();
  }

  /**
   * Ends a corp's rest that waits for calls under way to end: as many lanes may try as have ended.
   *
   * @return whether there was one
   */
  boolean endCrowded(TenantId tenant, CorpId corp, int places, Instant now) {
    return jdbc.sql(
                """
                update joint_rest set rests_until = :now, tries = greatest(tries, :places)
                where tenant_id = :tenant and corp_id = :corp and limited_by = :crowded
                  and rests_until > :now
                """)
            .param("now", now)
            .param("places", places)
            .param("tenant", tenant.value())
            .param("corp", corp.value())
            .param("crowded", Limit.API_CONCURRENCY.name())
            .update()
        > 0;
  }

  /** None of those that tried heard of it again: its word is not true any more. */
  void allowMore(JointRest rest, int enough) {
    String change =
        rest.tries() * 2 > enough
            ? "delete from joint_rest"
            : "update joint_rest set tries = tries * 2, limited_until = rests_until";
    jdbc.sql(
            change
                + """
                 where tenant_id = :tenant and corp_id = :corp and rests_until = :until
                  and tries = :tries
                """)
        .param("tenant", rest.scope().tenantId().value())
        .param("corp", rest.scope().corpId())
        .param("until", rest.until())
        .param("tries", rest.tries())
        .update();
  }
}
