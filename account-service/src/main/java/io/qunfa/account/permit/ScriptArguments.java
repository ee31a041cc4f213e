package io.qunfa.account.permit;

import io.qunfa.permit.ReservePermits.Ask;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The arguments of the scripts in their order. The moment is Redis' own; only the zone's offset
 * from UTC is taken here, by this machine's clock, and it matters only within the clocks'
 * difference of a zone's change of offset (Asia/Shanghai has none).
 */
@Component
class ScriptArguments {
  private final PermitSettings settings;
  private final InstantSource time;

  ScriptArguments(PermitSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  List<String> ofReserve(AccountLimits account, Ask ask, String permitId, String permits) {
    return List.of(
        text(ask.recipients()),
        flag(ask.wholeOnly()),
        flag(account.countsMessages()),
        text(account.dailyQuota()),
        text(settings.slotsPerWindow()),
        text(settings.window().toMillis()),
        text(settings.partMillis()),
        text(settings.life().toMillis()),
        text(settings.lateness().toMillis()),
        text(offsetSeconds(account.zone())),
        text(settings.settleable().toMillis()),
        permitId,
        permits,
        flag(account.limiterIsNew()),
        text(settings.closedAfterLoss().toMillis()));
  }

  List<String> ofSettle(String verdict, long pushBackMillis, String permitId) {
    return List.of(verdict, text(pushBackMillis), text(settings.partMillis()), permitId);
  }

  List<String> ofUsage(AccountLimits account) {
    return List.of(
        text(account.dailyQuota()),
        text(settings.slotsPerWindow()),
        text(settings.window().toMillis()),
        text(settings.partMillis()),
        text(offsetSeconds(account.zone())));
  }

  private long offsetSeconds(ZoneId zone) {
    return zone.getRules().getOffset(time.instant()).getTotalSeconds();
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static String flag(boolean set) {
    return set ? "1" : "0";
  }
}
