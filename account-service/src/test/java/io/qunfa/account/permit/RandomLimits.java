package io.qunfa.account.permit;

import io.qunfa.account.PermitFixture;
import io.qunfa.ids.AccountId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A corp with three accounts on api and one on ipad, and limits that chance has chosen. */
record RandomLimits(
    ZoneId zone,
    Map<AccountId, Integer> quotas,
    AccountId onIpad,
    int slotsPerWindow,
    int callsPerMinute,
    int callsAtOnce,
    int tenantCallsPerMinute) {
  private static final List<String> ZONES =
      List.of("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu");

  static RandomLimits of(Random random, PermitFixture corp) {
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    corp.aCorp(zone);
    Map<AccountId, Integer> quotas = new LinkedHashMap<>();
    for (int n = 0; n < 3; n++) {
      int quota = 50 + random.nextInt(2000);
      quotas.put(corp.anAccount("api", quota), quota);
    }
    int quota = 20 + random.nextInt(300);
    AccountId onIpad = corp.anAccount("ipad", quota);
    quotas.put(onIpad, quota);
    RandomLimits limits =
        new RandomLimits(
            ZoneId.of(zone),
            quotas,
            onIpad,
            3 + random.nextInt(20),
            5 + random.nextInt(30),
            1 + random.nextInt(6),
            8 + random.nextInt(40));
    corp.aPolicy(
        Map.of(),
        Map.of(
            "slotsPerWindow", limits.slotsPerWindow(),
            "callsPerMinute", limits.callsPerMinute(),
            "callsAtOnce", limits.callsAtOnce(),
            "tenantCallsPerMinute", limits.tenantCallsPerMinute(),
            "tenantRecipientsPerDay", 1_000_000));
    return limits;
  }

  List<AccountId> accounts() {
    return List.copyOf(quotas.keySet());
  }

  void assertHeld(FarSide farSide) {
    Duration minute = Duration.ofMinutes(1);
    quotas.forEach((account, quota) -> farSide.heldPerDay(account, zone, quota));
    for (AccountId account : accounts()) {
      farSide.heldInAnyWindow(
          "slots of " + account,
          call -> call.account().equals(account),
          call -> account.equals(onIpad) ? call.messages() : 1,
          minute,
          slotsPerWindow);
    }
    Set<AccountId> onApi =
        Set.copyOf(accounts().stream().filter(account -> !account.equals(onIpad)).toList());
    farSide.heldInAnyWindow(
        "calls of the API",
        call -> onApi.contains(call.account()),
        call -> 1,
        minute,
        callsPerMinute);
    farSide.heldInAnyWindow(
        "calls of the API",
        call -> onApi.contains(call.account()),
        call -> 1,
        Duration.ofHours(1),
        3000);
    farSide.heldInAnyWindow(
        "calls of the tenant", call -> true, call -> 1, minute, tenantCallsPerMinute);
    farSide.heldAtOnce(onApi, callsAtOnce);
  }
}
