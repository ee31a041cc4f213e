package io.qunfa.apiexecutor.slice;

import io.qunfa.permit.SettleCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What WeCom complained about, until account-service has heard it: told at once, then again and
 * again, and before the API is asked for once more. In memory, the gravest of each API; a process
 * that dies has told nobody, and the next call hears it from WeCom again.
 */
final class Complaints {
  private static final Logger log = LoggerFactory.getLogger(Complaints.class);

  /** Account-service closes an API no longer, and has forgotten the slice by then. */
  private static final Duration WORTH_IT = Duration.ofHours(1);

  private final ReserveSlices reserve;
  private final SliceSettings settings;
  private final InstantSource time;
  private final Map<Api, Complaint> untold = new ConcurrentHashMap<>();

  Complaints(ReserveSlices reserve, SliceSettings settings, InstantSource time) {
    this.reserve = reserve;
    this.settings = settings;
    this.time = time;
  }

  void tell(Api api, SettleCalls complaint) {
    Instant now = time.instant();
    if (!reserve.settle(complaint)) {
      untold.merge(api, new Complaint(complaint, now), Complaint::graver);
      Later.run(settings.retry(), () -> tellAgain(api));
    }
  }

  /** False while there is something that account-service has not heard. */
  boolean areTold(Api api) {
    Complaint complaint = untold.get(api);
    if (complaint == null) {
      return true;
    }
    Instant now = time.instant();
    boolean over = now.isAfter(complaint.since().plus(WORTH_IT));
    if (over) {
      log.warn("account-service never heard of {}", complaint.settlement());
    } else if (!reserve.settle(complaint.at(now))) {
      return false;
    }
    untold.remove(api, complaint);
    return !untold.containsKey(api);
  }

  private void tellAgain(Api api) {
    if (!areTold(api)) {
      Later.run(settings.retry(), () -> tellAgain(api));
    }
  }

  /** As they would be told now. They are forgotten here. */
  List<SettleCalls> takeAll() {
    Instant now = time.instant();
    return List.copyOf(untold.keySet()).stream()
        .map(untold::remove)
        .filter(Objects::nonNull)
        .map(complaint -> complaint.at(now))
        .toList();
  }

  private record Complaint(SettleCalls settlement, Instant since) {
    /** The rest has begun when WeCom complained. */
    SettleCalls at(Instant now) {
      Duration left = settlement.pushBack().minus(Duration.between(since, now));
      return new SettleCalls(
          settlement.tenantId(),
          settlement.permitId(),
          settlement.made(),
          settlement.cause(),
          left.isNegative() ? Duration.ZERO : left);
    }

    private Complaint graver(Complaint other) {
      return ends().isBefore(other.ends()) ? other : this;
    }

    private Instant ends() {
      return since.plus(settlement.pushBack());
    }
  }
}
