package io.qunfa.apiexecutor.media;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qunfa.executor.ExecutorName;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.identity.ServiceTokens;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.neighbour.NeighbourSettings;
import io.qunfa.neighbour.Neighbours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.client.RestClient;

/** The features that an upload needs, wired as in the application, with a real Redis. */
final class MediaBench implements AutoCloseable {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

  final MockWebServer weCom = new MockWebServer();
  final AtomicInteger uploads = new AtomicInteger();
  final StringRedisTemplate redis;
  private final LettuceConnectionFactory connections;
  private final MockWebServer suite = new MockWebServer();
  private final List<AnnotationConfigApplicationContext> processes = new ArrayList<>();

  MediaBench() {
    connections = connections(LocalServers.shared().redis().port());
    redis = new StringRedisTemplate(connections);
    suite.setDispatcher(answering(this::ofTheSuite));
    weCom.setDispatcher(answering(this::ofWeCom));
    try {
      suite.start();
      weCom.start();
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
    redis.delete(keysInRedis());
  }

  /** Each one is a process of its own that knows nothing but what Redis holds. */
  UploadMedia uploadMedia() {
    return uploadMedia(redis);
  }

  UploadMedia uploadMediaWithoutRedis() {
    LettuceConnectionFactory nowhere = connections(1);
    return uploadMedia(new StringRedisTemplate(nowhere));
  }

  private UploadMedia uploadMedia(StringRedisTemplate template) {
    AnnotationConfigApplicationContext process = new AnnotationConfigApplicationContext();
    processes.add(process);
    TestPropertyValues.of("qunfa.wecom.base-url=" + weCom.url("/")).applyTo(process);
    process.registerBean(StringRedisTemplate.class, () -> template);
    process.registerBean(Neighbours.class, this::neighbours);
    process.registerBean(ObjectMapper.class, () -> new ObjectMapper());
    process.registerBean(InstantSource.class, () -> (InstantSource) () -> NOW);
    process.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
    process.registerBean(CircuitBreakerRegistry.class, () -> CircuitBreakerRegistry.ofDefaults());
    process.registerBean(ExecutorName.class, () -> new ExecutorName("test/1"));
    process.register(Wiring.class);
    process.refresh();
    return process.getBean(UploadMedia.class);
  }

  Set<String> keysInRedis() {
    return redis.keys("qunfa:*:media:*");
  }

  private Neighbours neighbours() {
    URI here = suite.url("/").uri();
    ServiceTokens own =
        new ServiceTokens(
            claims -> Jwt.withTokenValue("ours").header("alg", "none").subject("x").build(),
            () -> NOW,
            "api-executor",
            new IdentitySettings("x".repeat(32), Duration.ofMinutes(10)));
    return new Neighbours(
        RestClient.builder(),
        own,
        new NeighbourSettings(here, here, here, Duration.ofSeconds(1), Duration.ofSeconds(5), 32));
  }

  private MockResponse ofTheSuite(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.equals("/internal/v1/tokens")) {
      return new MockResponse.Builder()
          .addHeader("Content-Type", "application/json")
          .body("{\"value\":\"ANY\",\"version\":1,\"expiresAt\":\"2026-03-02T04:00:00Z\"}")
          .build();
    }
    if (path.equals("/internal/v1/calls:reserve")) {
      return new MockResponse.Builder()
          .addHeader("Content-Type", "application/json")
          .body(
              "{\"granted\":5,\"permitId\":\"p\",\"life\":\"PT15S\",\"retryAfter\":\"PT0S\",\"decidedBy\":\"NONE\"}")
          .build();
    }
    return path.startsWith("/internal/v1/media/m")
        ? new MockResponse.Builder()
            .addHeader("Content-Type", "image/png")
            .addHeader(
                "Content-Disposition",
                "attachment; filename=\"x.png\"; filename*=UTF-8''%E6%96%B0%E5%93%81.png")
            .body("picture " + path.substring(path.lastIndexOf('/') + 1))
            .build()
        : new MockResponse.Builder().code(404).build();
  }

  private MockResponse ofWeCom(RecordedRequest request) {
    return new MockResponse.Builder()
        .body(
            "{\"errcode\":0,\"errmsg\":\"\",\"type\":\"image\",\"media_id\":\"MEDIA-%d\",\"created_at\":\"1700000000\"}"
                .formatted(uploads.incrementAndGet()))
        .build();
  }

  private static Dispatcher answering(Answering answering) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answering.answer(request);
      }
    };
  }

  private static LettuceConnectionFactory connections(int port) {
    LettuceConnectionFactory connections =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration("127.0.0.1", port),
            LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(2)).build());
    connections.afterPropertiesSet();
    connections.start();
    return connections;
  }

  @Override
  public void close() {
    processes.forEach(AnnotationConfigApplicationContext::close);
    weCom.close();
    suite.close();
    connections.destroy();
  }

  private interface Answering {
    MockResponse answer(RecordedRequest request);
  }

  @ComponentScan({
    "io.qunfa.apiexecutor.wecom",
    "io.qunfa.apiexecutor.slice",
    "io.qunfa.apiexecutor.token",
    "io.qunfa.apiexecutor.media"
  })
  @ConfigurationPropertiesScan("io.qunfa.apiexecutor")
  @Import(TaskService.class)
  static class Wiring {}
}
