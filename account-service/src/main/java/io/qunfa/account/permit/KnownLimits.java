package io.qunfa.account.permit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
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

/** Reads the limits of accounts from MySQL and keeps them in memory for a moment. */
@Component
class KnownLimits {
  private final JdbcClient jdbc;
  private final StartedLimiters started;
  private final Cache<Key, AccountLimits> known;

  KnownLimits(JdbcClient jdbc, StartedLimiters started, PermitSettings settings) {
    this.jdbc = jdbc;
    this.started = started;
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

  private List<AccountLimits> read(TenantId tenant, Set<AccountId> accounts) {
    Map<CorpId, Boolean> isNew = new HashMap<>();
    return jdbc
        .sql(
            """
            select a.id, a.corp_id, a.channel, a.status, a.daily_quota, c.time_zone
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
                    row.getString("status").equals("ACTIVE"),
                    row.getInt("daily_quota"),
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
      AccountId accountId,
      CorpId corpId,
      Channel channel,
      boolean active,
      int dailyQuota,
      ZoneId zone) {
    AccountLimits toLimits(TenantId tenant, boolean limiterIsNew) {
      return new AccountLimits(
          tenant, corpId, accountId, channel, active, dailyQuota, zone, limiterIsNew);
    }
  }
}
