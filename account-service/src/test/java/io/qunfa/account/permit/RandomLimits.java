package io.qunfa.account.permit;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.permit.FarSide.Call;
import io.qunfa.ids.AccountId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A corp with three accounts on api and one on ipad, and limits that chance has chosen: each small
 * enough that the traffic comes up to it.
 */
record RandomLimits(
    ZoneId zone,
    Map<AccountId, Integer> quotas,
    AccountId onIpad,
    int slotsPerWindow,
    int callsPerMinute,
    int callsPerHour,
    int callsAtOnce,
    int tenantCallsPerMinute,
    int tenantRecipientsPerDay) {
  static final int INSTALLATIONS_CALLS_PER_MINUTE = 9;
  static final int INSTALLATIONS_RECIPIENTS_PER_DAY = 350;

  /** Where the days of tenants and of the installation turn. */
  private static final ZoneId OF_POOLS = ZoneId.of("Asia/Shanghai");

  private static final List<String> ZONES =
      List.of("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu");

  static RandomLimits of(Random random, PermitFixture corp) {
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    corp.aCorp(zone);
    Map<AccountId, Integer> quotas = new LinkedHashMap<>();
    for (int n = 0; n < 3; n++) {
      int quota = 40 + random.nextInt(200);
      quotas.put(corp.anAccount("api", quota), quota);
    }
    int quota = 20 + random.nextInt(100);
    AccountId onIpad = corp.anAccount("ipad", quota);
    quotas.put(onIpad, quota);
    int callsPerMinute = 4 + random.nextInt(8);
    RandomLimits limits =
        new RandomLimits(
            ZoneId.of(zone),
            quotas,
            onIpad,
            3 + random.nextInt(6),
            callsPerMinute,
            callsPerMinute + random.nextInt(6),
            1 + random.nextInt(4),
            5 + random.nextInt(10),
            100 + random.nextInt(600));
    corp.aPolicy(
        Map.of(),
        Map.of(
            "slotsPerWindow", limits.slotsPerWindow(),
            "callsPerMinute", limits.callsPerMinute(),
            "callsPerHour", limits.callsPerHour(),
            "callsAtOnce", limits.callsAtOnce(),
            "tenantCallsPerMinute", limits.tenantCallsPerMinute(),
            "tenantRecipientsPerDay", limits.tenantRecipientsPerDay()));
    return limits;
  }

  List<AccountId> accounts() {
    return List.copyOf(quotas.keySet());
  }

  /**
   * @param lossesInAnHour an hour cannot be waited for after a loss, so each may let the calls of
   *     an hour once more
   */
  void assertHeld(FarSide farSide, int lossesInAnHour) {
    Duration minute = Duration.ofMinutes(1);
    quotas.forEach(
        (account, quota) ->
            farSide.heldPerDay(
                "recipients of an account",
                call -> call.account().equals(account),
                Call::begins,
                zone,
                quota));
    for (AccountId account : accounts()) {
      farSide.heldInAnyWindow(
          account.equals(onIpad) ? "messages of an account" : "calls of an account",
          call -> call.account().equals(account),
          call -> account.equals(onIpad) ? call.messages() : 1,
          minute,
          slotsPerWindow);
    }
    Set<AccountId> onApi =
        Set.copyOf(accounts().stream().filter(account -> !account.equals(onIpad)).toList());
    farSide.heldInAnyWindow(
        "calls of the API in a minute",
        call -> onApi.contains(call.account()),
        call -> 1,
        minute,
        callsPerMinute);
    farSide.heldInAnyWindow(
        "calls of the API in an hour",
        call -> onApi.contains(call.account()),
        call -> 1,
        Duration.ofHours(1),
        callsPerHour * (1 + lossesInAnHour));
    farSide.heldAtOnce(onApi, callsAtOnce);
    assertPoolsHeld(farSide);
  }

  /** Their day is the one of the grant. */
  private void assertPoolsHeld(FarSide farSide) {
    Duration minute = Duration.ofMinutes(1);
    farSide.heldInAnyWindow(
        "calls of the tenant", call -> true, call -> 1, minute, tenantCallsPerMinute);
    farSide.heldInAnyWindow(
        "calls of the installation",
        call -> true,
        call -> 1,
        minute,
        INSTALLATIONS_CALLS_PER_MINUTE);
    farSide.heldPerDay(
        "recipients of the tenant", call -> true, Call::granted, OF_POOLS, tenantRecipientsPerDay);
    farSide.heldPerDay(
        "recipients of the installation",
        call -> true,
        Call::granted,
        OF_POOLS,
        INSTALLATIONS_RECIPIENTS_PER_DAY);
  }
}
