package io.qunfa.account.permit;

import io.qunfa.account.permit.DrawLeave.Pool;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Settles permits. A permit that is never settled stays counted: in the day until its ask is
 * repeated, and in the windows from the last moment at which its call may have begun.
 */
@Component
class TakeBackPermits {
  private static final long POOL_PART_MILLIS = 3000;

  private final KnownLimits known;
  private final LimiterRedis redis;
  private final ScriptArguments arguments;
  private final PermitSettings settings;
  private final PermitMetrics metrics;
  private final TellOutcomes outcomes;

  TakeBackPermits(
      KnownLimits known,
      LimiterRedis redis,
      ScriptArguments arguments,
      PermitSettings settings,
      PermitMetrics metrics,
      TellOutcomes outcomes) {
    this.known = known;
    this.outcomes = outcomes;
    this.redis = redis;
    this.arguments = arguments;
    this.settings = settings;
    this.metrics = metrics;
  }

  /**
   * Settling again changes nothing; a permit that is forgotten can still tell that its API is
   * blocked.
   *
   * @throws org.springframework.dao.DataAccessException if Redis did not answer: settle again
   */
  void settle(TenantId tenant, List<Settlement> settlements) {
    List<LimiterRedis.Run> leaves = new ArrayList<>();
    for (Settlement settlement : settlements) {
      for (char letter : PermitName.parse(settlement.permitId()).pools().toCharArray()) {
        leaves.add(leave(tenant, letter, settlement));
      }
    }
    redis.run(LimiterScript.SETTLE, leaves);
    List<Object> changed =
        redis.run(
            LimiterScript.SETTLE,
            settlements.stream().map(settlement -> permit(tenant, settlement)).toList());
    List<Settlement> settled = new ArrayList<>();
    for (int index = 0; index < settlements.size(); index++) {
      if (Long.valueOf(1).equals(((List<?>) changed.get(index)).getFirst())) {
        metrics.settled(settlements.get(index).verdict());
        settled.add(settlements.get(index));
      }
    }
    outcomes.tell(tenant, settled);
  }

  private LimiterRedis.Run permit(TenantId tenant, Settlement settlement) {
    PermitName name = PermitName.parse(settlement.permitId());
    LimiterKeys keys = new LimiterKeys(LimiterSlot.of(tenant, name.corpId()));
    return new LimiterRedis.Run(
        List.of(
            keys.marker(),
            keys.account(name.accountId()),
            keys.permit(settlement.permitId()),
            keys.api(ApiName.SENDING),
            keys.underWay(ApiName.SENDING)),
        arguments.ofSettle(
            settlement, settings.partMillis(), known.ceilings(tenant, name.corpId())));
  }

  /** A push-back concerns the account or its corp, no pool. */
  private LimiterRedis.Run leave(TenantId tenant, char letter, Settlement settlement) {
    LimiterKeys keys = new LimiterKeys(Pool.slot(letter, tenant));
    Settlement restless =
        new Settlement(
            settlement.permitId(), settlement.verdict(), Duration.ZERO, settlement.cause(), null);
    return new LimiterRedis.Run(
        List.of(
            keys.marker(),
            keys.pool(),
            keys.permit(settlement.permitId()),
            keys.api(ApiName.SENDING),
            keys.underWay(ApiName.SENDING)),
        arguments.ofSettle(restless, POOL_PART_MILLIS, new ApiCeilings(-1, -1, -1)));
  }
}
