package io.qunfa.task.forecast;

import static java.util.stream.Collectors.toMap;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What waits in lanes, by account. Reads without locks. */
@Repository
class ReadWaitingWork {
  private final JdbcClient jdbc;

  ReadWaitingWork(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The campaign's own jobs that are not with the channel yet. */
  Map<AccountId, Share> own(Campaign campaign) {
    return shares(
        jdbc.sql(
                """
                select account_id, count(*), sum(recipients) from send_job
                where tenant_id = :tenant and campaign_id = :campaign
                  and status in ('READY', 'DISPATCHED', 'SENDING')
                group by account_id
                """)
            .param("tenant", campaign.tenantId().value())
            .param("campaign", campaign.id().value()));
  }

  /** Other jobs of these accounts that go before the campaign's. */
  Map<AccountId, Share> ahead(Campaign campaign, Collection<AccountId> accounts) {
    if (accounts.isEmpty()) {
      return Map.of();
    }
    return shares(
        jdbc.sql(
                """
                select account_id, count(*), sum(recipients)
                from send_job force index (by_lane)
                where status = 'READY' and tenant_id = :tenant and account_id in (:accounts)
                  and (priority < :priority
                    or (priority = :priority and campaign_id < :campaign))
                group by account_id
                """)
            .param("tenant", campaign.tenantId().value())
            .param("accounts", accounts.stream().map(AccountId::value).toList())
            .param("priority", campaign.priority().rank())
            .param("campaign", campaign.id().value()));
  }

  Map<AccountId, Rest> rests(TenantId tenant, Collection<AccountId> accounts, Instant now) {
    Map<AccountId, Rest> rests = new HashMap<>();
    if (!accounts.isEmpty()) {
      jdbc.sql(
              """
              select account_id, limited_until, limited_by from lane
              where tenant_id = :tenant and account_id in (:accounts) and limited_until > :now
              """)
          .param("tenant", tenant.value())
          .param("accounts", accounts.stream().map(AccountId::value).toList())
          .param("now", now)
          .query(
              row -> {
                rests.put(
                    new AccountId(row.getLong("account_id")),
                    new Rest(
                        Columns.instant(row, "limited_until"), bound(row.getString("limited_by"))));
              });
    }
    return rests;
  }

  private static Bound bound(@Nullable String limitedBy) {
    return switch (limitedBy) {
      case "DAILY_QUOTA" -> Bound.DAILY_QUOTA;
      case "ACCOUNT_WINDOW" -> Bound.ACCOUNT_WINDOW;
      case null, default -> Bound.REST;
    };
  }

  private static Map<AccountId, Share> shares(JdbcClient.StatementSpec select) {
    return select
        .query(
            (row, number) ->
                Map.entry(new AccountId(row.getLong(1)), new Share(row.getLong(2), row.getLong(3))))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
