package io.qunfa.apiexecutor.token;

import io.qunfa.identity.IdentitySettings;
import io.qunfa.identity.ServiceTokens;
import io.qunfa.neighbour.NeighbourSettings;
import io.qunfa.neighbour.Neighbours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.client.RestClient;

/**
 * Hands out tokens as account-service does: an invalidation of an older version changes nothing.
 */
final class AccountServer extends Dispatcher implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger invalidated = new AtomicInteger();
  volatile Instant expiresAt = NOW.plusSeconds(7200);
  volatile @Nullable MockResponse instead;

  /** Holds the next answer with a token back; it is what it would have been before. */
  final AtomicReference<@Nullable Hold> holdNext = new AtomicReference<>();

  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger version = new AtomicInteger(1);

  AccountServer() {
    server.setDispatcher(this);
    try {
      server.start();
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }

  AccessTokens accessTokens() {
    URI here = server.url("/").uri();
    IdentitySettings identity = new IdentitySettings("x".repeat(32), Duration.ofMinutes(10));
    ServiceTokens own =
        new ServiceTokens(
            claims -> Jwt.withTokenValue("ours").header("alg", "none").subject("x").build(),
            () -> NOW,
            "api-executor",
            identity);
    NeighbourSettings settings =
        new NeighbourSettings(here, here, here, Duration.ofSeconds(1), Duration.ofSeconds(2), 32);
    return new AccessTokens(new Neighbours(RestClient.builder(), own, settings), () -> NOW);
  }

  static String token(int version) {
    return "SECRET-TOKEN/" + version;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    MockResponse override = instead;
    if (override != null) {
      return override;
    }
    return switch (request.getUrl().encodedPath()) {
      case "/internal/v1/tokens" -> {
        asked.incrementAndGet();
        MockResponse answer =
            json(
                "{\"value\":\"%s\",\"version\":%d,\"expiresAt\":\"%s\"}"
                    .formatted(token(version.get()), version.get(), expiresAt));
        Hold hold = holdNext.getAndSet(null);
        if (hold != null) {
          hold.await();
        }
        yield answer;
      }
      case "/internal/v1/tokens:invalidate" -> {
        invalidated.incrementAndGet();
        int met =
            Integer.parseInt(request.getBody().utf8().replaceFirst(".*\"version\":(\\d+).*", "$1"));
        version.compareAndSet(met, met + 1);
        yield new MockResponse.Builder().code(204).build();
      }
      default -> new MockResponse.Builder().code(404).build();
    };
  }

  record Hold(CountDownLatch reached, CountDownLatch release) {
    Hold() {
      this(new CountDownLatch(1), new CountDownLatch(1));
    }

    private void await() {
      reached.countDown();
      try {
        release.await();
      } catch (InterruptedException ended) {
        throw new IllegalStateException(ended);
      }
    }
  }

  static MockResponse json(String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
