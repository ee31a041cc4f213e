package io.qunfa.account.permit;

import io.qunfa.account.permit.PermitSettings.ApiSettings;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettleCalls;
import io.qunfa.permit.SettlePermits.Settlement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
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

  /** What {@code reserve.lua} takes behind the knowledge of MySQL. */
  List<String> ofReserve(
      AccountLimits account, int recipients, boolean wholeOnly, String permitId, boolean looking) {
    LimiterKeys keys = new LimiterKeys(account.slot());
    List<String> own =
        List.of(
            text(recipients),
            flag(wholeOnly),
            flag(account.countsMessages()),
            text(account.dailyQuota().firstDay()),
            text(account.slotsPerWindow()),
            text(settings.window().toMillis()),
            text(settings.parts()),
            text(settings.life().toMillis()),
            text(settings.lateness().toMillis()),
            text(settings.callLasts().toMillis()),
            text(offsetSeconds(account.zone())),
            text(settings.settleable().toMillis()),
            permitId,
            keys.permits(),
            flag(looking),
            text(account.dailyQuota().yesterday()),
            text(account.dailyQuota().today()),
            text(account.dailyQuota().tomorrow()));
    return joined(own, ofApi(account.ceilings()));
  }

  List<String> ofSettle(Settlement settlement, long partMillis, ApiCeilings ceilings) {
    PushBack cause = settlement.cause();
    return joined(
        List.of(
            settlement.verdict().name(),
            text(Math.max(0, settlement.pushBack().toMillis())),
            text(partMillis),
            settlement.permitId(),
            (cause == null ? PushBack.OTHER : cause).name()),
        ofAdapting(ceilings));
  }

  List<String> ofCalls(int calls, String permitId, ApiCeilings ceilings) {
    return joined(
        List.of(
            text(calls),
            text(settings.api().sliceLife().toMillis()),
            text(settings.lateness().toMillis()),
            text(settings.callLasts().toMillis()),
            text(settings.settleable().toMillis()),
            permitId),
        ofApi(ceilings));
  }

  List<String> ofSettledCalls(SettleCalls told, ApiCeilings ceilings) {
    PushBack cause = told.cause();
    return joined(
        List.of(
            text(told.made()),
            cause == null ? "NONE" : cause.name(),
            text(Math.max(0, told.pushBack().toMillis())),
            told.permitId()),
        ofAdapting(ceilings));
  }

  List<String> ofDraw(
      PoolLimits limits, Limit name, int recipients, boolean wholeOnly, String leave, String keys) {
    return List.of(
        text(recipients),
        flag(wholeOnly),
        text(limits.recipientsPerDay()),
        text(limits.callsPerMinute()),
        text(latestCallAfterDraw().toMillis()),
        text(offsetSeconds(ZoneId.of(settings.pools().zone()))),
        text(settings.settleable().toMillis()),
        leave,
        keys,
        text(settings.pools().leaveOpen().toMillis()),
        name.name(),
        flag(false));
  }

  /** The corp's slot may be asked as late as the leave is open. */
  private Duration latestCallAfterDraw() {
    return settings.life().plus(settings.lateness()).plus(settings.pools().leaveOpen());
  }

  private List<String> ofApi(ApiCeilings ceilings) {
    ApiSettings api = settings.api();
    int most = mostAtOnce(ceilings);
    return List.of(
        text(api.perMinute()),
        text(api.perHour()),
        text(ceilings.callsPerMinute()),
        text(ceilings.callsPerHour()),
        text(api.startShare()),
        text(api.mostShare()),
        text(api.step()),
        text(api.stepEvery().toMillis()),
        text(Math.min(api.atOnce(), most)),
        text(most),
        text(api.crowdedRetry().toMillis()));
  }

  private List<String> ofAdapting(ApiCeilings ceilings) {
    return List.of(
        text(settings.api().leastShare()),
        text(mostAtOnce(ceilings)),
        text(settings.api().longestBlock().toMillis()));
  }

  private int mostAtOnce(ApiCeilings ceilings) {
    return ceilings.callsAtOnce() > 0 ? ceilings.callsAtOnce() : settings.api().mostAtOnce();
  }

  private static List<String> joined(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
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
