package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.AccountGate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says whether an account may begin a call now. Read from MySQL every time, two rows by their keys,
 * so an order holds everywhere from its commit on.
 */
@Component
class CheckGate {
  private final JdbcClient jdbc;
  private final PoolSettings settings;
  private final InstantSource time;

  CheckGate(JdbcClient jdbc, PoolSettings settings, InstantSource time) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.time = time;
  }

  AccountGate gate(TenantId tenant, AccountId account) {
    Instant now = time.instant();
    return jdbc.sql(
            """
            select a.status, a.status_until, a.daily_quota, a.warm_up, a.warm_up_from, c.time_zone,
              exists (
                select 1 from kill_switch k
                where k.tenant_id = a.tenant_id and k.corp_id in ('', a.corp_id)) stopped
            from account a join corp c on c.tenant_id = a.tenant_id and c.corp_id = a.corp_id
            where a.tenant_id = :tenant and a.id = :id
            """)
        .param("tenant", tenant.value())
        .param("id", account.value())
        .query((row, number) -> gate(Standing.of(row, now), now))
        .optional()
        .orElseGet(() -> AccountGate.closed("there is no such account", settings.heldRetry()));
  }

  private AccountGate gate(Standing standing, Instant now) {
    if (standing.mayCall(now)) {
      return AccountGate.opened();
    }
    if (standing.stopped()) {
      return AccountGate.closed(
          "all sending of its corp or tenant is stopped", settings.heldRetry());
    }
    Instant until = standing.until();
    return AccountGate.closed(
        "it is " + standing.status().text(),
        until == null ? settings.heldRetry() : Duration.between(now, until));
  }
}
