package io.qunfa.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.qunfa.fixture.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.core.env.Environment;

/** A client of the simulator, and the corp that the tests act for. */
final class Wecom implements AutoCloseable {
  static final String CORP = "ww0000000000000001";
  static final String SECRET = "secret-of-the-app";
  static final String SENDER = "zhangsan";
  static final String OTHER_SENDER = "lisi";

  private final Environment environment;
  private final MutableClock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Wecom(Environment environment, MutableClock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * A forgetful simulator with one corp of two members; tasks are dispatched and listed at once.
   */
  void startOver() {
    clock.set(Instant.parse("2026-11-20T02:00:00Z"));
    orders("POST", "/control/reset", "");
    settings(
        Map.of(
            "dispatchDelayMs", 0,
            "listLagMs", 0,
            "confirmDelayMinMs", 60_000,
            "confirmDelayMaxMs", 60_000));
    orders(
        "POST",
        "/control/corps",
        json(
            Map.of(
                "corpId", CORP,
                "secrets", List.of(SECRET),
                "members", List.of(SENDER, OTHER_SENDER))));
  }

  Answer settings(Map<String, ?> change) {
    return control("PUT", "/control/settings", json(change));
  }

  /** An order to the control endpoint that must succeed. */
  private void orders(String method, String path, String body) {
    Answer answer = control(method, path, body);
    if (answer.status() >= 300) {
      throw new AssertionError(path + " answered " + answer);
    }
  }

  void fault(Map<String, ?> fault) {
    orders("POST", "/control/faults", json(fault));
  }

  /** Customers {@code wmCustomer000000}, … who are followed by the member. */
  List<String> customersOf(String member, int count) {
    List<String> ids =
        IntStream.range(0, count).mapToObj(number -> "wmCustomer%06d".formatted(number)).toList();
    follow(member, ids);
    return ids;
  }

  void follow(String member, List<String> ids) {
    StringBuilder csv = new StringBuilder("external_userid,member_userid\r\n");
    ids.forEach(id -> csv.append(id).append(',').append(member).append("\r\n"));
    orders("POST", "/control/corps/" + CORP + "/contacts", csv.toString());
  }

  String token() {
    return get("gettoken?corpid=" + CORP + "&corpsecret=" + SECRET).text("access_token");
  }

  /** A mass-send of a text from the sender to the customers. */
  Answer massSend(String sender, List<String> ids, String text) {
    return post(
        "externalcontact/add_msg_template",
        Map.of("sender", sender, "external_userid", ids, "text", Map.of("content", text)));
  }

  /** A mass-send with a token and a body that are ready. */
  Answer add(String token, String body) {
    return send(
        "POST",
        "externalcontact/add_msg_template?access_token=" + token,
        "application/json",
        BodyPublishers.ofString(body));
  }

  Answer post(String path, Object body) {
    return post(path, json(body));
  }

  Answer post(String path, String body) {
    return send("POST", withToken(path), "application/json", BodyPublishers.ofString(body));
  }

  Answer upload(String path, String fileName, byte[] file) {
    String boundary = "boundary-of-the-parts";
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\""
            + fileName
            + "\"; filelength="
            + file.length
            + "\r\nContent-Type: application/octet-stream\r\n\r\n";
    return send(
        "POST",
        withToken(path),
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofByteArray(file),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
  }

  /** A GET with a token. */
  Answer getWithToken(String path) {
    return get(withToken(path));
  }

  Answer get(String path) {
    return send("GET", "/cgi-bin/" + path, "text/plain", BodyPublishers.noBody());
  }

  Answer control(String method, String path, String body) {
    String type = body.startsWith("{") ? "application/json" : "text/csv";
    return send(method, path, type, BodyPublishers.ofString(body));
  }

  Answer received() {
    return control("GET", "/control/received", "");
  }

  Answer page(String language) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address("/")).header("Accept-Language", language).build();
    return Answer.of(client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  Answer send(String method, String path, String contentType, BodyPublisher body) {
    String absolute = path.startsWith("/") ? path : "/cgi-bin/" + path;
    HttpRequest request =
        HttpRequest.newBuilder(address(absolute))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", contentType)
            .method(method, body)
            .build();
    try {
      return Answer.of(client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", asked);
    }
  }

  static String json(Object value) {
    try {
      return Answer.JSON.writeValueAsString(value);
    } catch (JsonProcessingException unfit) {
      throw new AssertionError(unfit);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private String withToken(String path) {
    return path
        + (path.contains("?") ? "&" : "?")
        + "access_token="
        + URLEncoder.encode(token(), StandardCharsets.UTF_8);
  }

  private URI address(String path) {
    return URI.create(
        "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + path);
  }
}
