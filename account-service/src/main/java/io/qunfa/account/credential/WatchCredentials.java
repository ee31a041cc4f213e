package io.qunfa.account.credential;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts what operators must know of all credentials: how many WeCom does not take, and how far the
 * change to a new key has come.
 */
@Component
class WatchCredentials {
  private static final Logger log = LoggerFactory.getLogger(WatchCredentials.class);

  private final JdbcClient jdbc;
  private final Seal seal;
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong stopped = new AtomicLong();
  private final AtomicLong unopenable = new AtomicLong();
  private final MultiGauge byKey;

  WatchCredentials(JdbcClient jdbc, Seal seal, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.byKey =
        MultiGauge.builder("credential.secrets")
            .description("Secrets by the key that seals them; a key with none can be taken away")
            .register(meters);
    Gauge.builder("credential.rejected", rejected, AtomicLong::get)
        .description("Credentials that WeCom rejects and is asked about again")
        .register(meters);
    Gauge.builder("credential.stopped", stopped, AtomicLong::get)
        .description("Credentials that wait for a new secret; anything but 0 is an alarm")
        .register(meters);
    Gauge.builder("credential.unopenable", unopenable, AtomicLong::get)
        .description("Secrets sealed with a key this replica lacks; anything but 0 is an alarm")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "${qunfa.credentials.watch-every:5s}")
  void count() {
    List<BySeal> counts =
        jdbc.sql(
                """
                select sealed_with, count(*) secrets,
                  sum(rejected_code is not null and next_try_at is not null) rejected,
                  sum(rejected_code is not null and next_try_at is null) stopped
                from credential
                group by sealed_with
                """)
            .query(BySeal.class)
            .list();
    rejected.set(counts.stream().mapToLong(BySeal::rejected).sum());
    stopped.set(counts.stream().mapToLong(BySeal::stopped).sum());
    byKey.register(
        counts.stream()
            .map(each -> MultiGauge.Row.of(Tags.of("key", each.sealedWith()), each.secrets()))
            .toList(),
        true);
    long foreign =
        counts.stream()
            .filter(each -> !seal.knows(each.sealedWith()))
            .mapToLong(BySeal::secrets)
            .sum();
    if (unopenable.getAndSet(foreign) != foreign && foreign > 0) {
      log.error(
          "{} secrets are sealed with a key that is not among those of QUNFA_CREDENTIAL_KEY: their"
              + " accounts do not send until the key is added again",
          foreign);
    }
  }

  record BySeal(String sealedWith, long secrets, long rejected, long stopped) {}
}
