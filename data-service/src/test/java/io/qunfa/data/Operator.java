package io.qunfa.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.ids.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Talks HTTP to the service as an operator of a tenant, or as another service of ours. */
@TestComponent
public final class Operator {
  private static final String BOUNDARY = "a-boundary-that-no-file-holds";

  private final ServletWebServerApplicationContext server;
  private final JwtEncoder tokens;
  private final ObjectMapper json;
  private final HttpClient http = HttpClient.newHttpClient();

  Operator(ServletWebServerApplicationContext server, JwtEncoder tokens, ObjectMapper json) {
    this.server = server;
    this.tokens = tokens;
    this.json = json;
  }

  /** Uploads a file and waits until its import has ended. */
  public JsonNode imports(TenantId tenant, String path, BodyPublisher file) {
    JsonNode accepted = read(upload(tenant, path, file, null), 202);
    return ended(tenant, accepted.path("importId").asText());
  }

  public JsonNode imports(TenantId tenant, String path, String text) {
    return imports(tenant, path, BodyPublishers.ofString(text));
  }

  public JsonNode imports(TenantId tenant, String path, Path file) {
    try {
      return imports(tenant, path, BodyPublishers.ofFile(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public JsonNode ended(TenantId tenant, String importId) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> read(get(tenant, "/api/v1/imports/" + importId), 200),
            status -> status.path("status").asText().matches("DONE|FAILED"));
  }

  public HttpResponse<String> upload(
      TenantId tenant, String path, BodyPublisher file, @Nullable String idempotencyKey) {
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"export.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                    .formatted(BOUNDARY)),
            file,
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    HttpRequest.Builder request =
        request(path, tokenOf(tenant))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form);
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return send(request.build());
  }

  public HttpResponse<String> get(TenantId tenant, String path) {
    return send(request(path, tokenOf(tenant)).GET().build());
  }

  public HttpResponse<String> put(TenantId tenant, String path, Object body) {
    try {
      return send(
          request(path, tokenOf(tenant))
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(json.writeValueAsString(body)))
              .build());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** As another service of ours. */
  public HttpResponse<String> internalGet(String path) {
    return send(request(path, serviceToken()).GET().build());
  }

  /** As another service of ours. */
  public HttpResponse<String> internalPost(String path, Object body) {
    try {
      return send(
          request(path, serviceToken())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
              .build());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public JsonNode read(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    try {
      return json.readTree(answer.body());
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  public <T> T read(HttpResponse<String> answer, Class<T> type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return json.readValue(answer.body(), type);
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  private HttpRequest.Builder request(String path, String token) {
    URI address = URI.create("http://localhost:" + server.getWebServer().getPort() + path);
    return HttpRequest.newBuilder(address)
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private String tokenOf(TenantId tenant) {
    return token(
        claims().claim(Claims.SCOPE, Claims.OPERATOR).claim(Claims.TENANT, tenant.toString()));
  }

  private String serviceToken() {
    return token(claims().claim(Claims.SCOPE, Claims.SERVICE));
  }

  private String token(JwtClaimsSet.Builder claims) {
    return tokens
        .encode(
            JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims.build()))
        .getTokenValue();
  }

  private static JwtClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return JwtClaimsSet.builder()
        .issuer(IdentitySettings.ISSUER)
        .subject("a test")
        .issuedAt(now)
        // Longer than any test sets its clock ahead.
        .expiresAt(now.plus(Duration.ofDays(1000)));
  }
}
