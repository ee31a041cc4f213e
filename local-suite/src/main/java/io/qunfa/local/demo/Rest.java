package io.qunfa.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON over HTTP to one server. An answer other than 2xx is a {@link DemoFailure} with the server's
 * own words.
 */
final class Rest {
  private static final Duration ANSWER_BOUND = Duration.ofMinutes(2);
  private static final String BOUNDARY = "qunfa-demo-9f2c61";
  // The same body is the same text in every run: a server may compare it under an idempotency key.
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final List<String> headers = new ArrayList<>();

  Rest(String base) {
    this.base = base;
  }

  Rest authorized(String token) {
    Rest rest = new Rest(base);
    rest.headers.addAll(List.of("Authorization", "Bearer " + token));
    return rest;
  }

  JsonNode get(String path) {
    return send(request(path).GET(), path);
  }

  JsonNode put(String path, Object body) {
    return send(request(path).header("Content-Type", "application/json").PUT(json(body)), path);
  }

  JsonNode post(String path, Object body) {
    return send(request(path).header("Content-Type", "application/json").POST(json(body)), path);
  }

  /** Creates at most one thing, however often it is called with this key. */
  JsonNode create(String path, Object body, String idempotencyKey) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(json(body)),
        path);
  }

  JsonNode command(String path) {
    return send(request(path).POST(BodyPublishers.noBody()), path);
  }

  JsonNode postCsv(String path, String csv) {
    return send(
        request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofString(csv)), path);
  }

  /** A form with one part named {@code file}. */
  JsonNode upload(String path, String filename, BodyPublisher csv, String idempotencyKey) {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n"
            .formatted(BOUNDARY, filename);
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            csv,
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("Idempotency-Key", idempotencyKey)
            .POST(form),
        path);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_BOUND);
    return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
  }

  private JsonNode send(HttpRequest.Builder builder, String path) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
      if (response.statusCode() / 100 != 2) {
        throw new DemoFailure(
            "%s %s was answered with %d: %s. See ./qunfa logs for the services' own words."
                .formatted(request.method(), path, response.statusCode(), reason(response.body())));
      }
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (IOException failed) {
      throw new DemoFailure(
          "%s %s%s failed (%s): see ./qunfa status."
              .formatted(request.method(), base, path, failed),
          failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.", interrupted);
    }
  }

  /** The problem's detail or title, else the body as it is. */
  private static String reason(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asText(problem.path("title").asText());
      return detail.isEmpty() ? body : detail;
    } catch (JsonProcessingException notJson) {
      return body;
    }
  }

  private static BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofString(JSON.writeValueAsString(body));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
