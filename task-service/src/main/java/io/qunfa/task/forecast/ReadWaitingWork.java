package io.qunfa.task.forecast;

import io.qunfa.ids.AccountId;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Parcel;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import io.qunfa.task.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

  /**
   * What one account has of it.
   *
   * @param underWay jobs that are dispatched or in their call
   */
  record Waiting(long underWay, List<Held> held) {
    static final Waiting NOTHING = new Waiting(0, List.of());

    Waiting {
      held = List.copyOf(held);
    }

    static Waiting free(Share share) {
      return new Waiting(0, List.of(new Held(share, null)));
    }

    Waiting and(Waiting more) {
      return new Waiting(
          underWay + more.underWay, Stream.concat(held.stream(), more.held.stream()).toList());
    }

    Stream<Parcel> parcels(boolean own) {
      return held.stream().map(each -> new Parcel(own, each.share(), each.hold()));
    }
  }

  /**
   * @param hold null: they may go
   */
  record Held(Share share, @Nullable Rest hold) {}

  /** The campaign's own jobs that are not with the channel yet. */
  Map<AccountId, Waiting> own(Campaign campaign, Instant now) {
    return waiting(
        jdbc.sql(
                """
                select account_id, status <> 'READY' as under_way,
                  if(not_before > :now, greatest(not_before, coalesce(limited_until, not_before)), null)
                    as not_before,
                  if(not_before > :now, held_by, null) as held_by,
                  count(*) as jobs, sum(recipients) as recipients
                from send_job
                where tenant_id = :tenant and campaign_id = :campaign
                  and status in ('READY', 'DISPATCHED', 'SENDING')
                group by 1, 2, 3, 4
                """)
            .param("now", now)
            .param("tenant", campaign.tenantId().value())
            .param("campaign", campaign.id().value()));
  }

  /** Other jobs of these accounts that go before the campaign's. */
  Map<AccountId, Waiting> ahead(Campaign campaign, Collection<AccountId> accounts, Instant now) {
    if (accounts.isEmpty()) {
      return Map.of();
    }
    return waiting(
        jdbc.sql(
                """
                select account_id, 0 as under_way,
                  if(not_before > :now, greatest(not_before, coalesce(limited_until, not_before)), null)
                    as not_before,
                  if(not_before > :now, held_by, null) as held_by,
                  count(*) as jobs, sum(recipients) as recipients
                from send_job force index (by_lane)
                where status = 'READY' and tenant_id = :tenant and account_id in (:accounts)
                  and (priority < :priority
                    or (priority = :priority and campaign_id < :campaign))
                group by 1, 2, 3, 4
                """)
            .param("now", now)
            .param("tenant", campaign.tenantId().value())
            .param("accounts", accounts.stream().map(AccountId::value).toList())
            .param("priority", campaign.priority().rank())
            .param("campaign", campaign.id().value()));
  }

  /** Each account's own rest, or the one it shares with its corp or tenant if that is longer. */
  Map<AccountId, Rest> rests(Campaign campaign, Collection<AccountId> accounts, Instant now) {
    Map<AccountId, Rest> rests = new HashMap<>();
    if (accounts.isEmpty()) {
      return rests;
    }
    joint(campaign, now).ifPresent(rest -> accounts.forEach(account -> rests.put(account, rest)));
    jdbc.sql(
            """
            select account_id, limited_until, limited_by from lane
            where tenant_id = :tenant and account_id in (:accounts) and limited_until > :now
            """)
        .param("tenant", campaign.tenantId().value())
        .param("accounts", accounts.stream().map(AccountId::value).toList())
        .param("now", now)
        .query(
            row -> {
              rests.merge(
                  new AccountId(row.getLong("account_id")),
                  new Rest(
                      Columns.instant(row, "limited_until"), bound(row.getString("limited_by"))),
                  (one, other) -> one.until().isAfter(other.until()) ? one : other);
            });
    return rests;
  }

  private Optional<Rest> joint(Campaign campaign, Instant now) {
    return jdbc.sql(
            """
            select limited_until from joint_rest
            where tenant_id = :tenant and corp_id in ('', :corp) and limited_until > :now
            order by limited_until desc
            limit 1
            """)
        .param("tenant", campaign.tenantId().value())
        .param("corp", campaign.corpId().value())
        .param("now", now)
        .query((row, number) -> new Rest(Columns.instant(row, "limited_until"), Bound.REST))
        .optional();
  }

  private static Bound bound(@Nullable String by) {
    return switch (by) {
      case "DAILY_QUOTA" -> Bound.DAILY_QUOTA;
      case "ACCOUNT_WINDOW" -> Bound.ACCOUNT_WINDOW;
      case "QUIET_HOURS" -> Bound.CLOSED_HOURS;
      case null, default -> Bound.REST;
    };
  }

  private static Map<AccountId, Waiting> waiting(JdbcClient.StatementSpec select) {
    Map<AccountId, Waiting> waiting = new HashMap<>();
    select.query(
        row -> {
          waiting.merge(new AccountId(row.getLong("account_id")), group(row), Waiting::and);
        });
    return waiting;
  }

  private static Waiting group(ResultSet row) throws SQLException {
    Share share = new Share(row.getLong("jobs"), row.getLong("recipients"));
    if (row.getBoolean("under_way")) {
      return new Waiting(share.jobs(), List.of());
    }
    Instant notBefore = Columns.instantOrNull(row, "not_before");
    Rest hold = notBefore == null ? null : new Rest(notBefore, bound(row.getString("held_by")));
    return new Waiting(0, List.of(new Held(share, hold)));
  }
}
