package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Component;

/** Tells how much accounts have used. */
@Component
public class AccountUsage {
  private static final Logger log = LoggerFactory.getLogger(AccountUsage.class);

  private final KnownLimits known;
  private final LimiterRedis redis;
  private final ScriptArguments arguments;

  AccountUsage(KnownLimits known, LimiterRedis redis, ScriptArguments arguments) {
    this.known = known;
    this.redis = redis;
    this.arguments = arguments;
  }

  /** Empty while Redis cannot be asked. */
  public Map<AccountId, Usage> of(TenantId tenant, Collection<AccountId> accounts) {
    List<AccountLimits> limits = List.copyOf(known.of(tenant, accounts).values());
    List<Object> answers;
    try {
      answers =
          redis.run(
              LimiterScript.USAGE, ReturnType.MULTI, limits.stream().map(this::question).toList());
    } catch (DataAccessException away) {
      log.warn("Redis does not answer: the usage of {} accounts is not shown", limits.size(), away);
      return Map.of();
    }
    Map<AccountId, Usage> usages = new HashMap<>();
    for (int index = 0; index < limits.size(); index++) {
      List<?> answer = (List<?>) answers.get(index);
      usages.put(
          limits.get(index).accountId(),
          new Usage((Long) answer.get(0), Instant.ofEpochMilli((Long) answer.get(1))));
    }
    return usages;
  }

  private LimiterRedis.Run question(AccountLimits account) {
    LimiterKeys keys = new LimiterKeys(account.tenantId(), account.corpId());
    return new LimiterRedis.Run(
        List.of(keys.account(account.accountId()), keys.marker()), arguments.ofUsage(account));
  }
}
