package io.qunfa.task.lane;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.stepping.Step;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends the rest of lanes whose account was not in a state to send and is again: a person has
 * resumed it, say. One question about all of them, so that none of them has to ask often. Only
 * saves time: they ask by themselves when their rest is over.
 */
final class WakeWorkingAccounts implements Step {
  private static final int AT_ONCE = 1000;

  private final JdbcClient jdbc;
  private final SendingAccounts accounts;
  private final Wakes wakes;
  private final Clock clock;

  WakeWorkingAccounts(JdbcClient jdbc, SendingAccounts accounts, Wakes wakes, Clock clock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    resting()
        .forEach(
            (tenant, ids) -> {
              for (int from = 0; from < ids.size(); from += AT_ONCE) {
                List<AccountId> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
                wake(tenant, accounts.working(tenant, some));
              }
            });
    return false;
  }

  private Map<TenantId, List<AccountId>> resting() {
    return jdbc
        .sql(
            """
            select tenant_id, account_id from lane
            where limited_by = :state and rests_until > :now
            order by tenant_id, account_id
            """)
        .param("state", Limit.ACCOUNT_STATE.name())
        .param("now", clock.instant())
        .query(
            (row, number) ->
                new LaneId(
                    new TenantId(row.getLong("tenant_id")),
                    new AccountId(row.getLong("account_id"))))
        .list()
        .stream()
        .collect(groupingBy(LaneId::tenantId, mapping(LaneId::accountId, toList())));
  }

  private void wake(TenantId tenant, List<AccountId> working) {
    if (working.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update lane set rests_until = null, limited_until = null
            where tenant_id = :tenant and account_id in (:working) and limited_by = :state
              and rests_until is not null
            """)
        .param("tenant", tenant.value())
        .param("working", working.stream().map(AccountId::value).toList())
        .param("state", Limit.ACCOUNT_STATE.name())
        .update();
    wakes.now(StepName.DISPATCH_DUE_LANES);
  }
}
