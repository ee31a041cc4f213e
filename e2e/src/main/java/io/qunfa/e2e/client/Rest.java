package io.qunfa.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 to one server, with a token or without. Safe for any number of threads. */
public final class Rest {
  private static final Duration ANSWER_BOUND = Duration.ofMinutes(3);
  private static final String BOUNDARY = "----qunfa-e2e-7d1f0c3a";

  private final HttpClient http;
  private final URI base;
  private final @Nullable String token;

  public Rest(URI base) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        base,
        null);
  }

  private Rest(HttpClient http, URI base, @Nullable String token) {
    this.http = http;
    this.base = base;
    this.token = token;
  }

  public Rest withToken(String bearer) {
    return new Rest(http, base, bearer);
  }

  public Rest withoutToken() {
    return new Rest(http, base, null);
  }

  public URI base() {
    return base;
  }

  public @Nullable String token() {
    return token;
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  public Answer post(String path, Object body, String... headers) {
    return json("POST", path, body, headers);
  }

  public Answer put(String path, Object body) {
    return json("PUT", path, body);
  }

  public Answer json(String method, String path, Object body, String... headers) {
    return send(
        method,
        path,
        BodyPublishers.ofString(Json.write(body)),
        with(headers, "Content-Type", "application/json"));
  }

  /** A body of this type, streamed. */
  public Answer stream(String path, String contentType, BodyPublisher body) {
    return send("POST", path, body, "Content-Type", contentType);
  }

  /** A form with one part named {@code file}, streamed. */
  public Answer upload(String path, String filename, String contentType, BodyPublisher file) {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, filename, contentType);
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            file,
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    return stream(path, "multipart/form-data; boundary=" + BOUNDARY, form);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest request = request(method, path, body, headers);
    HttpResponse<String> response = answered(request, BodyHandlers.ofString(UTF_8));
    return new Answer(method + " " + request.uri(), response.statusCode(), response.body());
  }

  /** The body as it comes; the caller closes it. */
  public InputStream open(String path, String accept) {
    HttpRequest request = request("GET", path, BodyPublishers.noBody(), "Accept", accept);
    HttpResponse<InputStream> response = answered(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("GET " + path + " answered " + response.statusCode());
    }
    return response.body();
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_BOUND).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private <T> HttpResponse<T> answered(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException failed) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + " failed", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while waiting for " + request.uri(), interrupted);
    }
  }

  private static String[] with(String[] headers, String name, String value) {
    String[] all = new String[headers.length + 2];
    all[0] = name;
    all[1] = value;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }
}
