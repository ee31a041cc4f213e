package io.qunfa.account.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.qunfa.account.credential.CredentialKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Counts what WeCom said about tokens, and how old the newest ones that this replica fetched are.
 */
@Component
class TokenMetrics {
  private final MeterRegistry meters;
  private final Map<CredentialKey, AtomicLong> fetchedNanos = new ConcurrentHashMap<>();

  TokenMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void fetched(TokenAnswer answer) {
    String result =
        switch (answer) {
          case TokenAnswer.Fetched ignored -> "fetched";
          case TokenAnswer.Rejected ignored -> "rejected";
          case TokenAnswer.Unavailable ignored -> "unavailable";
        };
    meters.counter("token.refreshes", "result", result).increment();
  }

  void stored(CredentialKey credential) {
    fetchedNanos.computeIfAbsent(credential, this::register).set(System.nanoTime());
  }

  private AtomicLong register(CredentialKey credential) {
    AtomicLong since = new AtomicLong(System.nanoTime());
    TimeGauge.builder("token.age", () -> System.nanoTime() - since.get(), TimeUnit.NANOSECONDS)
        .tag("credential", credential.credentialId().toString())
        .register(meters);
    return since;
  }
}
