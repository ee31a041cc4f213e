package io.qunfa.account.permit;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettlePermits;
import org.springframework.stereotype.Component;

/** Counts what the limiter answered. */
@Component
class PermitMetrics {
  private final MeterRegistry meters;

  PermitMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void decided(Ask ask, Decision decision) {
    if (decision.granted() > 0) {
      meters.counter("permits.granted").increment();
      meters.counter("permits.granted.recipients").increment(decision.granted());
    }
    if (decision.granted() < ask.recipients()) {
      meters.counter("permits.denied", "limit", decision.decidedBy().name()).increment();
    }
  }

  void settled(SettlePermits.Verdict verdict) {
    meters.counter("permits.settled", "verdict", verdict.name()).increment();
  }

  void lost() {
    meters.counter("permits.limiter.losses").increment();
  }
}
