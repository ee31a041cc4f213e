package io.qunfa.data;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** account-service as far as data-service asks it: where the days of a corp turn. */
final class CorpRegister {
  private static final CorpRegister SHARED = new CorpRegister();

  private final Map<String, String> zones = new ConcurrentHashMap<>();
  private final HttpServer server;

  private CorpRegister() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/internal/v1/corps/",
        exchange -> {
          try (exchange) {
            String corp = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            if (corp.startsWith("wwUnknown")) {
              exchange.sendResponseHeaders(404, -1);
              return;
            }
            byte[] body =
                "{\"timeZone\":\"%s\"}"
                    .formatted(zones.getOrDefault(corp, "Asia/Shanghai"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  static CorpRegister shared() {
    return SHARED;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void register(String corp, String zone) {
    zones.put(corp, zone);
  }
}
