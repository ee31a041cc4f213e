package io.qunfa.neighbour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.identity.ServiceTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

class NeighboursTest {
  private final CountDownLatch atWork = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);

  @Test
  @Timeout(60)
  void whoGetsNoConnectionInTimeIsToldSo() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answerByteByByte);
    server.start();
    URI here = URI.create("http://localhost:" + server.getAddress().getPort());
    RestClient task =
        neighbours(
                new NeighbourSettings(
                    here, here, here, Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
            .taskService();
    Thread holder =
        Thread.startVirtualThread(() -> task.get().uri("/").retrieve().toBodilessEntity());
    try {
      atWork.await();

      assertThatThrownBy(() -> task.get().uri("/").retrieve().toBodilessEntity())
          .isInstanceOf(ResourceAccessException.class)
          .hasCauseInstanceOf(ConnectionRequestTimeoutException.class);
    } finally {
      enough.countDown();
      holder.join();
      server.stop(0);
    }
  }

  /** Each byte in time for the answer's own limit, so that its connection is held on to. */
  private void answerByteByByte(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      do {
        exchange.getResponseBody().write('.');
        exchange.getResponseBody().flush();
        atWork.countDown();
      } while (!enough.await(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Neighbours neighbours(NeighbourSettings settings) {
    ServiceTokens own =
        new ServiceTokens(
            claims -> Jwt.withTokenValue("ours").header("alg", "none").subject("x").build(),
            () -> Instant.parse("2026-03-01T02:00:00Z"),
            "common-lib",
            new IdentitySettings("x".repeat(32), Duration.ofMinutes(10)));
    return new Neighbours(RestClient.builder(), own, settings);
  }
}
