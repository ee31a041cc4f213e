package io.qunfa.apiexecutor.slice;

import io.qunfa.identity.IdentitySettings;
import io.qunfa.identity.ServiceTokens;
import io.qunfa.neighbour.NeighbourSettings;
import io.qunfa.neighbour.Neighbours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.client.RestClient;

/** Grants every slice that it is asked for, and remembers what it was asked and told. */
public final class GrantingService extends Dispatcher implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final MockWebServer server = new MockWebServer();
  volatile Duration life = Duration.ofSeconds(15);
  volatile boolean away;

  /** What was asked or told while it was away. */
  final List<String> missed = new CopyOnWriteArrayList<>();

  /** Hears, and answers much later than anybody waits. */
  volatile boolean silent;

  private final AtomicInteger permits = new AtomicInteger();

  public GrantingService() {
    server.setDispatcher(this);
    try {
      server.start();
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }

  public CallSlices slices() {
    return slices(Duration.ofMillis(300));
  }

  CallSlices slices(Duration idle) {
    SliceSettings settings =
        new SliceSettings(
            3,
            2,
            Duration.ofMillis(500),
            idle,
            Duration.ofSeconds(2),
            Duration.ofMillis(200),
            Duration.ofMillis(500));
    return new CallSlices(new ReserveSlices(neighbours(), settings), settings, Clock.systemUTC());
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String body = request.getBody().utf8();
    if (away) {
      missed.add(body);
      return new MockResponse.Builder().code(503).build();
    }
    if (silent) {
      return new MockResponse.Builder().headersDelay(1, TimeUnit.MINUTES).code(204).build();
    }
    if (request.getUrl().encodedPath().endsWith("calls:settle")) {
      told.add(body);
      return new MockResponse.Builder().code(204).build();
    }
    asked.add(body);
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(
            "{\"granted\":3,\"permitId\":\"p%d\",\"life\":\"%s\",\"retryAfter\":\"PT0S\",\"decidedBy\":\"NONE\"}"
                .formatted(permits.incrementAndGet(), life))
        .build();
  }

  private Neighbours neighbours() {
    URI here = server.url("/").uri();
    ServiceTokens own =
        new ServiceTokens(
            claims -> Jwt.withTokenValue("ours").header("alg", "none").subject("x").build(),
            Clock.systemUTC(),
            "api-executor",
            new IdentitySettings("x".repeat(32), Duration.ofMinutes(10)));
    return new Neighbours(
        RestClient.builder(),
        own,
        new NeighbourSettings(here, here, here, Duration.ofSeconds(1), Duration.ofSeconds(2), 32));
  }

  @Override
  public void close() {
    server.close();
  }
}
