package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qunfa.apiexecutor.slice.GrantingService;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A WeCom that answers what a test says, and our way to call it, with short time limits. */
final class WecomBench implements AutoCloseable {
  static final String TOKEN = "SECRET-TOKEN/1";
  static final Authority SHOP =
      new Authority(new TenantId(1), new CorpId("ww0000000000000001"), TOKEN);
  private static final ObjectMapper JSON = new ObjectMapper();

  final MockWebServer server = new MockWebServer();
  private final GrantingService slices = new GrantingService();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T02:00:00Z"));
  private final CircuitBreakerRegistry breakers =
      CircuitBreakerRegistry.of(
          CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());

  WecomBench() {
    try {
      server.start();
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }

  MassSend massSend() {
    return new MassSend(wecom(server.url("/").toString()));
  }

  MassSend massSendTo(String address) {
    return new MassSend(wecom(address));
  }

  MassRecords massRecords() {
    return new MassRecords(wecom(server.url("/").toString()));
  }

  private WecomJson wecom(String address) {
    WecomSettings settings = settings(address);
    WecomConfiguration beans = new WecomConfiguration();
    WecomHttp http = beans.wecomHttp(beans.wecomClient(settings), JSON, breakers, settings);
    WecomCalls calls =
        new WecomCalls(
            http, new RateGates(settings, now::get), slices.slices(), new CallTimes(meters));
    return beans.wecomJson(calls, JSON, settings);
  }

  static WecomSettings settings(String address) {
    return new WecomSettings(
        URI.create(address),
        Duration.ofMillis(300),
        Duration.ofMillis(600),
        Duration.ofSeconds(2),
        4,
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1));
  }

  void answers(String... replies) {
    for (String reply : replies) {
      server.enqueue(new MockResponse.Builder().body(reply).build());
    }
  }

  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  static ObjectNode aRequest() {
    return JSON.createObjectNode().put("sender", "zhangsan");
  }

  static JsonNode json(RecordedRequest request) throws IOException {
    return JSON.readTree(request.getBody().utf8());
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    server.close();
    slices.close();
  }
}
