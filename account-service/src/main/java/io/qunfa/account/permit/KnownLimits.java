package io.qunfa.account.permit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.account.killswitch.SendingSwitched;
import io.qunfa.account.pool.AccountsMoved;
import io.qunfa.account.pool.Standing;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Reads the limits of accounts from MySQL and keeps them in memory for a moment. */
@Component
class KnownLimits {
  private final JdbcClient jdbc;
  private final StartedLimiters started;
  private final InstantSource time;
  private final Cache<Key, AccountLimits> known;

  KnownLimits(
      JdbcClient jdbc, StartedLimiters started, InstantSource time, PermitSettings settings) {
    this.jdbc = jdbc;
    this.started = started;
    this.time = time;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(settings.limitsKnownFor())
            .build();
  }

  /** Accounts that do not exist are left out. */
  Map<AccountId, AccountLimits> of(TenantId tenant, Collection<AccountId> accounts) {
    Map<AccountId, AccountLimits> found = new HashMap<>();
    Set<AccountId> missing = new LinkedHashSet<>();
    for (AccountId account : accounts) {
      AccountLimits limits = known.getIfPresent(new Key(tenant, account));
      if (limits == null) {
        missing.add(account);
      } else {
        found.put(account, limits);
      }
    }
    if (!missing.isEmpty()) {
      for (AccountLimits limits : read(tenant, missing)) {
        known.put(new Key(tenant, limits.accountId()), limits);
        found.put(limits.accountId(), limits);
      }
    }
    return found;
  }

  /** Has them read anew at the next ask. */
  void forget(TenantId tenant, AccountId account) {
    known.invalidate(new Key(tenant, account));
  }

  /** An order of a person holds at once here, and in other replicas when they read again. */
  @TransactionalEventListener(
      classes = {AccountsMoved.class, SendingSwitched.class},
      fallbackExecution = true)
  void forgetAll() {
    known.invalidateAll();
  }

  private List<AccountLimits> read(TenantId tenant, Set<AccountId> accounts) {
    Map<CorpId, Boolean> isNew = new HashMap<>();
    Instant now = time.instant();
    return jdbc
        .sql(
            """
            select a.id, a.corp_id, a.channel, a.status, a.status_until, a.daily_quota, a.warm_up,
              a.warm_up_from, c.time_zone,
              exists (
                select 1 from kill_switch k
                where k.tenant_id = a.tenant_id and k.corp_id in ('', a.corp_id)) stopped
            from account a join corp c on c.tenant_id = a.tenant_id and c.corp_id = a.corp_id
            where a.tenant_id = :tenant and a.id in (:ids)
            """)
        .param("tenant", tenant.value())
        .param("ids", accounts.stream().map(AccountId::value).collect(Collectors.toList()))
        .query(
            (row, number) ->
                new Row(
                    new AccountId(row.getLong("id")),
                    new CorpId(row.getString("corp_id")),
                    Channel.of(row.getString("channel")),
                    Standing.of(row, now),
                    ZoneId.of(row.getString("time_zone"))))
        .list()
        .stream()
        .map(
            row ->
                row.toLimits(
                    tenant,
                    isNew.computeIfAbsent(row.corpId(), corp -> started.isNew(tenant, corp))))
        .toList();
  }

  private record Key(TenantId tenant, AccountId account) {}

  private record Row(
      AccountId accountId, CorpId corpId, Channel channel, Standing standing, ZoneId zone) {
    AccountLimits toLimits(TenantId tenant, boolean limiterIsNew) {
      return new AccountLimits(
          tenant,
          corpId,
          accountId,
          channel,
          standing.mayAsk(),
          standing.quotaToday(),
          zone,
          limiterIsNew);
    }
  }
}
