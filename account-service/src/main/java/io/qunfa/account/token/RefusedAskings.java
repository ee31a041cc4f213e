package io.qunfa.account.token;

import io.qunfa.ids.TenantId;
import java.time.Duration;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts by the minute which askings for tokens WeCom refused or has not answered yet. */
@Component
class RefusedAskings {
  private static final long HOUR = Duration.ofHours(1).toMinutes();

  private final JdbcClient jdbc;

  RefusedAskings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who wants to compare before adding holds the lock under which all count. */
  void add(Asking asking) {
    jdbc.sql(
            """
            insert into gettoken_refusal (minute, tenant_id, proven, askings)
            values (:minute, :tenant, :proven, 1)
            on duplicate key update askings = askings + 1
            """)
        .paramSource(asking.params())
        .update();
    jdbc.sql("delete from gettoken_refusal where minute < :old")
        .param("old", asking.minute() - 2 * HOUR)
        .update();
  }

  void remove(Asking asking) {
    jdbc.sql(
            """
            update gettoken_refusal set askings = askings - 1
            where minute = :minute and tenant_id = :tenant and proven = :proven and askings > 0
            """)
        .paramSource(asking.params())
        .update();
  }

  /** As the one who is about to ask sees it. */
  Used lastHour(Asking asking) {
    return jdbc.sql(
            """
            select coalesce(sum(askings), 0) used,
              coalesce(sum(if(proven, 0, askings)), 0) unproven,
              coalesce(sum(if(tenant_id = :tenant, askings, 0)), 0) own,
              coalesce(sum(if(tenant_id = :tenant and not proven, askings, 0)), 0) own_unproven
            from gettoken_refusal where minute between :from and :minute
            """)
        .paramSource(asking.params().addValue("from", asking.minute() - HOUR))
        .query(
            (row, number) ->
                new Used(
                    row.getLong("used"),
                    row.getLong("unproven"),
                    row.getLong("own"),
                    row.getLong("own_unproven")))
        .single();
  }

  /** Of all tenants. */
  long lastHour(long minute) {
    return jdbc.sql(
            """
            select coalesce(sum(askings), 0) from gettoken_refusal
            where minute between :from and :to
            """)
        .param("from", minute - HOUR)
        .param("to", minute)
        .query(Long.class)
        .single();
  }

  /** Nobody else has a credential that could be asked for. */
  boolean isOfTheOnlyTenant(TenantId tenant) {
    return jdbc.sql("select not exists (select 1 from credential where tenant_id <> :tenant)")
        .param("tenant", tenant.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * @param minute since 1970, in which it is counted
   * @param proven with a secret that WeCom has given a token for before
   */
  record Asking(TenantId tenant, long minute, boolean proven) {
    private MapSqlParameterSource params() {
      return new MapSqlParameterSource()
          .addValue("tenant", tenant.value())
          .addValue("minute", minute)
          .addValue("proven", proven);
    }
  }

  /**
   * @param all of all tenants
   * @param own of the tenant that asks
   */
  record Used(long all, long unproven, long own, long ownUnproven) {}
}
