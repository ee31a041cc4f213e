package io.qunfa.account.permit;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits.Settlement;
import java.util.ArrayList;
import java.util.List;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Component;

/**
 * Settles permits. A permit that is never settled stays counted: in the day, and in the window from
 * the last moment at which its call may have begun.
 */
@Component
class TakeBackPermits {
  private final LimiterRedis redis;
  private final ScriptArguments arguments;
  private final PermitMetrics metrics;
  private final TellOutcomes outcomes;

  TakeBackPermits(
      LimiterRedis redis, ScriptArguments arguments, PermitMetrics metrics, TellOutcomes outcomes) {
    this.outcomes = outcomes;
    this.redis = redis;
    this.arguments = arguments;
    this.metrics = metrics;
  }

  /**
   * Settling again, or a permit that is forgotten, changes nothing.
   *
   * @throws org.springframework.dao.DataAccessException if Redis did not answer: settle again
   */
  void settle(TenantId tenant, List<Settlement> settlements) {
    List<Object> changed =
        redis.run(
            LimiterScript.SETTLE,
            ReturnType.INTEGER,
            settlements.stream().map(settlement -> run(tenant, settlement)).toList());
    List<Settlement> settled = new ArrayList<>();
    for (int index = 0; index < settlements.size(); index++) {
      if (Long.valueOf(1).equals(changed.get(index))) {
        metrics.settled(settlements.get(index).verdict());
        settled.add(settlements.get(index));
      }
    }
    outcomes.tell(tenant, settled);
  }

  private LimiterRedis.Run run(TenantId tenant, Settlement settlement) {
    PermitName name = PermitName.parse(settlement.permitId());
    LimiterKeys keys = new LimiterKeys(tenant, name.corpId());
    return new LimiterRedis.Run(
        List.of(keys.account(name.accountId()), keys.permit(settlement.permitId())),
        arguments.ofSettle(
            settlement.verdict().name(),
            Math.max(0, settlement.pushBack().toMillis()),
            settlement.permitId()));
  }
}
