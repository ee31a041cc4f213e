package io.qunfa.account.permit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.account.killswitch.SendingSwitched;
import io.qunfa.account.policy.KnownPolicies;
import io.qunfa.account.policy.LimitValues;
import io.qunfa.account.policy.PolicySet;
import io.qunfa.account.pool.AccountsMoved;
import io.qunfa.account.pool.QuotaByDay;
import io.qunfa.account.pool.Standing;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The limits of accounts: what the account's row says, what policies say, and where they say
 * nothing the settings. Rows and policies are kept in memory for a moment, beside each other.
 */
@Component
class KnownLimits {
  private final JdbcClient jdbc;
  private final KnownPolicies policies;
  private final InstantSource time;
  private final PermitSettings settings;
  private final Cache<Key, Row> known;

  KnownLimits(
      JdbcClient jdbc, KnownPolicies policies, InstantSource time, PermitSettings settings) {
    this.jdbc = jdbc;
    this.policies = policies;
    this.time = time;
    this.settings = settings;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(settings.limitsKnownFor())
            .build();
  }

  /** Accounts that do not exist are left out. */
  Map<AccountId, AccountLimits> of(TenantId tenant, Collection<AccountId> accounts) {
    Map<AccountId, Row> found = new HashMap<>();
    Set<AccountId> missing = new LinkedHashSet<>();
    for (AccountId account : accounts) {
      Row row = known.getIfPresent(new Key(tenant, account));
      if (row == null) {
        missing.add(account);
      } else {
        found.put(account, row);
      }
    }
    if (!missing.isEmpty()) {
      for (Row row : read(tenant, missing)) {
        known.put(new Key(tenant, row.accountId()), row);
        found.put(row.accountId(), row);
      }
    }
    PolicySet policy = policies.of(tenant, settings.limitsKnownFor());
    Map<AccountId, AccountLimits> limits = new HashMap<>();
    found.forEach((account, row) -> limits.put(account, merge(tenant, row, policy)));
    return limits;
  }

  /** What policies say about the calls of a corp's API. */
  ApiCeilings ceilings(TenantId tenant, CorpId corp) {
    return ApiCeilings.of(policies.of(tenant, settings.limitsKnownFor()).of(corp, Channel.API));
  }

  /** An order of a person holds at once here, and in other replicas when they read again. */
  @TransactionalEventListener(
      classes = {AccountsMoved.class, SendingSwitched.class},
      fallbackExecution = true)
  void forgetAll() {
    known.invalidateAll();
  }

  /** What the tenant as a whole may send; below 0 is no limit. */
  PoolLimits pool(TenantId tenant) {
    LimitValues policy = policies.of(tenant, settings.limitsKnownFor()).tenant();
    return new PoolLimits(
        orSetting(policy.tenantRecipientsPerDay(), settings.pools().tenantRecipientsPerDay()),
        orSetting(policy.tenantCallsPerMinute(), settings.pools().tenantCallsPerMinute()));
  }

  private static int orSetting(@Nullable Integer policy, int setting) {
    return policy != null ? policy : setting == 0 ? -1 : setting;
  }

  private AccountLimits merge(TenantId tenant, Row row, PolicySet policies) {
    LimitValues policy = policies.of(row.corpId(), row.channel(), row.accountId());
    int most = Objects.requireNonNullElse(policy.dailyQuota(), Integer.MAX_VALUE);
    return new AccountLimits(
        tenant,
        row.corpId(),
        row.accountId(),
        row.channel(),
        row.standing().mayAsk(),
        DailyQuota.around(
            LocalDate.ofInstant(time.instant(), row.zone()),
            day -> Math.min(row.quota().on(day), most)),
        row.zone(),
        Objects.requireNonNullElse(policy.slotsPerWindow(), settings.slotsPerWindow()),
        ApiCeilings.of(policy));
  }

  private List<Row> read(TenantId tenant, Set<AccountId> accounts) {
    Instant now = time.instant();
    return jdbc.sql(
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
                    QuotaByDay.of(row),
                    ZoneId.of(row.getString("time_zone"))))
        .list();
  }

  private record Key(TenantId tenant, AccountId account) {}

  private record Row(
      AccountId accountId,
      CorpId corpId,
      Channel channel,
      Standing standing,
      QuotaByDay quota,
      ZoneId zone) {}
}
