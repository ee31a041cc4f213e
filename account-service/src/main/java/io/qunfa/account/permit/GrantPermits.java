package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Component;

/**
 * Decides asks for leave to send, one script run per ask. It answers and never waits. While Redis
 * cannot be asked nothing is permitted.
 */
@Component
class GrantPermits {
  private static final Logger log = LoggerFactory.getLogger(GrantPermits.class);

  private final KnownLimits known;
  private final StartedLimiters started;
  private final LimiterRedis redis;
  private final ScriptArguments arguments;
  private final PermitSettings settings;
  private final PermitMetrics metrics;

  GrantPermits(
      KnownLimits known,
      StartedLimiters started,
      LimiterRedis redis,
      ScriptArguments arguments,
      PermitSettings settings,
      PermitMetrics metrics) {
    this.known = known;
    this.started = started;
    this.redis = redis;
    this.arguments = arguments;
    this.settings = settings;
    this.metrics = metrics;
  }

  /** The decisions in the order of the asks. */
  List<Decision> decide(TenantId tenant, List<Ask> asks) {
    Map<AccountId, AccountLimits> limits =
        known.of(tenant, asks.stream().map(Ask::accountId).toList());
    List<LimiterRedis.Run> runs = new ArrayList<>(asks.size());
    for (Ask ask : asks) {
      AccountLimits account = limits.get(ask.accountId());
      if (account != null && account.active()) {
        runs.add(reservation(account, ask));
      }
    }
    List<Decision> asked = decideInRedis(runs);
    List<Decision> all = new ArrayList<>(asks.size());
    int next = 0;
    for (Ask ask : asks) {
      AccountLimits account = limits.get(ask.accountId());
      Decision decision =
          account != null && account.active()
              ? asked.get(next++)
              : denied(settings.stateRetry(), Limit.ACCOUNT_STATE);
      metrics.decided(ask, decision);
      if (account != null && account.limiterIsNew() && decision.granted() > 0) {
        started.begun(tenant, account.corpId());
        known.forget(tenant, account.accountId());
      }
      all.add(decision);
    }
    return all;
  }

  private List<Decision> decideInRedis(List<LimiterRedis.Run> runs) {
    try {
      return redis.run(LimiterScript.RESERVE, ReturnType.MULTI, runs).stream()
          .map(GrantPermits::toDecision)
          .toList();
    } catch (DataAccessException away) {
      log.warn(
          "Redis does not answer: {} asks for permits are denied and may be repeated in {}",
          runs.size(),
          settings.outageRetry(),
          away);
      Decision closed = denied(settings.outageRetry(), Limit.LIMITER_UNAVAILABLE);
      return runs.stream().map(run -> closed).toList();
    }
  }

  private LimiterRedis.Run reservation(AccountLimits account, Ask ask) {
    LimiterKeys keys = new LimiterKeys(account.tenantId(), account.corpId());
    String permitId =
        new PermitName(account.corpId(), account.accountId(), UUID.randomUUID().toString())
            .toString();
    return new LimiterRedis.Run(
        List.of(
            keys.account(account.accountId()),
            keys.permit(permitId),
            keys.reference(account.accountId(), ask.reference()),
            keys.marker()),
        arguments.ofReserve(account, ask, permitId, keys.permits()));
  }

  private static Decision toDecision(Object answer) {
    List<?> parts = (List<?>) answer;
    int granted = Math.toIntExact((Long) parts.get(0));
    Duration retryAfter = Duration.ofMillis((Long) parts.get(3));
    Limit limit = Limit.valueOf((String) parts.get(4));
    return granted == 0
        ? denied(retryAfter, limit)
        : new Decision(
            granted,
            (String) parts.get(1),
            Instant.ofEpochMilli((Long) parts.get(2)),
            retryAfter,
            limit);
  }

  private static Decision denied(Duration retryAfter, Limit limit) {
    return new Decision(0, null, null, retryAfter, limit);
  }
}
