package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.ids.CredentialId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.token.AccessToken;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The change of the key as the README describes it, with callers all the time. */
class KeyRotationTest {
  private static final String OLD = "b2xkIGtleSBvZiBhIHRlc3QsIDMyIGJ5dGVzIGxvbmc=";
  private static final String NEW = "bmV3IGtleSBvZiBhIHRlc3QsIDMyIGJ5dGVzIGxvbmc=";
  private static final String CORP = "wwRotation";
  private static final int CALLERS = 4;
  private static final int STANDING = 20;

  private final List<RunningService> replicas = new ArrayList<>();
  private final List<CredentialId> standing = new ArrayList<>();
  private final ReadWriteLock balancer = new ReentrantReadWriteLock(true);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger calls = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void noCallFailsFromTheOldKeyOverBothToTheNewOne() {
    AtomicInteger fetches = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token(secret + "/" + fetches.incrementAndGet(), 7200));
    replicas.add(start(OLD));
    replicas.add(start(OLD));
    TokenFixture tokens = TokenFixture.of(replicas.getFirst(), CORP);
    for (int n = 0; n < STANDING; n++) {
      standing.add(tokens.post("standing-" + n, "standing-" + n));
    }
    String oldId = sealedWith().getFirst();

    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < CALLERS; caller++) {
        String name = "caller-" + caller;
        callers.add(threads.submit(() -> callUntilEnded(name)));
      }
      try {
        replaceAll(OLD + "," + NEW);
        replaceAll(NEW + "," + OLD);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> replicas.stream().noneMatch(each -> showsSecretsOf(each, oldId)));
        replaceAll(NEW);
        int before = calls.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> calls.get() > before + 20);
      } finally {
        ended.set(true);
      }
    }

    assertThat(callers).allMatch(caller -> caller.state() == Future.State.SUCCESS);
    assertThat(failures).isEmpty();
    assertThat(sealedWith()).hasSize(1).doesNotContain(oldId);
    System.out.printf("%d calls while the key was changed, none failed%n", calls.get());
    replicas.forEach(RunningService::close);
  }

  /** One after the other, as a rolling update does; a stopped one gets no more calls. */
  private void replaceAll(String keys) {
    for (int n = 0; n < 2; n++) {
      RunningService leaving = replicas.getFirst();
      balancer.writeLock().lock();
      try {
        replicas.remove(leaving);
      } finally {
        balancer.writeLock().unlock();
      }
      leaving.close();
      RunningService coming = start(keys);
      balancer.writeLock().lock();
      try {
        replicas.add(coming);
      } finally {
        balancer.writeLock().unlock();
      }
    }
  }

  /** Tokens of secrets that were sealed before the change began, and of new ones. */
  private void callUntilEnded(String name) {
    for (int round = 1; !ended.get(); round++) {
      balancer.readLock().lock();
      try {
        RunningService replica = replicas.get(round % replicas.size());
        int old = round % STANDING;
        fetchAnew(replica, standing.get(old), "standing-" + old);
        if (round % 5 == 0) {
          String secret = name + "-secret-" + round;
          CredentialId credential = new TokenFixture(replica, CORP).post(name, secret);
          fetchAnew(replica, credential, secret);
        }
      } catch (RestClientException failed) {
        failures.add(failed.toString());
      } finally {
        balancer.readLock().unlock();
      }
    }
  }

  /** The kept token, if there is one, and one for which the secret must be opened. */
  private void fetchAnew(RunningService replica, CredentialId credential, String secret) {
    RestClient client = replica.service();
    AccessToken kept = TokenFixture.ask(client, credential);
    TokenFixture.invalidate(client, credential, kept.version());
    AccessToken fetched = TokenFixture.ask(client, credential);
    calls.addAndGet(3);
    if (!kept.value().startsWith(secret + "/") || !fetched.value().startsWith(secret + "/")) {
      failures.add("the token of another secret than " + secret);
    }
  }

  private List<String> sealedWith() {
    new TokenFixture(replicas.getFirst(), CORP).post("one-more", "one-more");
    return replicas
        .getFirst()
        .bean(JdbcClient.class)
        .sql("select distinct sealed_with from credential")
        .query(String.class)
        .list();
  }

  private static boolean showsSecretsOf(RunningService replica, String key) {
    return replica.metrics().contains("credential_secrets{key=\"" + key + "\"}");
  }

  private static RunningService start(String keys) {
    LocalServers servers = LocalServers.shared();
    return RunningService.start(
        Map.of(
            "spring.datasource.url", servers.mysql().jdbcUrl("qunfa_rotation"),
            "spring.data.redis.database", "1",
            "qunfa.credentials.key", keys,
            "qunfa.credentials.reseal-every", "500ms",
            "qunfa.credentials.watch-every", "200ms",
            "qunfa.tokens.take-back-spacing", "1ms",
            "qunfa.tokens.fetch-spacing", "1ms"),
        Clock.systemUTC());
  }
}
