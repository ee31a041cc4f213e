package io.qunfa.account.permit;

import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettleCalls;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Decides asks for leave to call APIs that send to nobody, and settles it. Such calls count in the
 * same windows per corp and API as sending does, and adapt the same way.
 */
@Component
public class GrantCalls {
  private final KnownLimits known;
  private final CountInRedis count;
  private final LimiterRedis redis;
  private final ScriptArguments arguments;

  GrantCalls(KnownLimits known, CountInRedis count, LimiterRedis redis, ScriptArguments arguments) {
    this.known = known;
    this.count = count;
    this.redis = redis;
    this.arguments = arguments;
  }

  /** Nothing is granted while it cannot be counted. */
  public Decision decide(ReserveCalls ask) {
    LimiterSlot slot = LimiterSlot.of(ask.tenantId(), ask.corpId());
    LimiterKeys keys = new LimiterKeys(slot);
    Counting run =
        new Counting(
            slot,
            null,
            0,
            List.of(
                keys.marker(),
                keys.api(ask.api()),
                keys.underWay(ask.api()),
                keys.permit(ask.permitId())),
            arguments.ofCalls(
                ask.calls(), ask.permitId(), known.ceilings(ask.tenantId(), ask.corpId())));
    return count.count(LimiterScript.RESERVE_CALLS, List.of(run)).getFirst().decision();
  }

  /**
   * Settling again changes nothing; a permit that is forgotten can still tell that the API is
   * blocked.
   *
   * @throws org.springframework.dao.DataAccessException if Redis did not answer: settle again
   */
  public void settle(SettleCalls told) {
    CallName name = CallName.parse(told.permitId());
    LimiterKeys keys = new LimiterKeys(LimiterSlot.of(told.tenantId(), name.corpId()));
    redis.run(
        LimiterScript.SETTLE_CALLS,
        List.of(
            new LimiterRedis.Run(
                List.of(
                    keys.marker(),
                    keys.api(name.api()),
                    keys.underWay(name.api()),
                    keys.permit(told.permitId())),
                arguments.ofSettledCalls(told, known.ceilings(told.tenantId(), name.corpId())))));
  }
}
