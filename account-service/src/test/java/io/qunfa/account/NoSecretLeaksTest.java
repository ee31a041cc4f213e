package io.qunfa.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.LogWatch;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.ids.CredentialId;
import io.qunfa.token.AccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drives whatever carries a secret or a token, with everything logged that can be logged, and looks
 * for them in the log, in the metrics and in every answer but the one that hands a token out.
 */
class NoSecretLeaksTest {
  private static final String SECRET = "MARKERsecret";
  private static final String TOKEN = "MARKERtoken";
  private static final String MARKER = "MARKER";
  private static final String CORP = "wwLeaks";
  private static final String CREDENTIALS = "/api/v1/corps/" + CORP + "/credentials";
  private static final String TOKENS = "/internal/v1/tokens";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String FOREIGN_KEY = "TUFSS0VSIGtleSBvZiBhIHRlc3QsIDMyIGJ5dGVzLi4=";

  private static RunningService first;
  private static LogWatch watch;
  private static RunningService service;

  private final List<String> answers = new ArrayList<>();

  @BeforeAll
  static void startUnderWatch() {
    first = RunningService.start();
    watch =
        LogWatch.begin(MARKER, FOREIGN_KEY, RunningService.KEY, RunningService.JWT_SECRET)
            .ignoring("com.sun.net.httpserver");
    // What a start logs is watched too; so is a service somebody has opened too far.
    service =
        RunningService.start(
            Map.of(
                "logging.level.root", "TRACE",
                "management.endpoints.web.exposure.include", "*",
                "qunfa.credentials.key", RunningService.KEY + "," + FOREIGN_KEY,
                "qunfa.tokens.unavailable-for", "1ms",
                "qunfa.tokens.take-back-spacing", "1ms",
                "qunfa.tokens.rejected-for", "1ms"));
    watch.everything();
  }

  @AfterAll
  static void stop() {
    service.close();
    watch.close();
    first.close();
  }

  @Test
  void neitherLogsNorMetricsNorAnswersShowASecretOrAToken() {
    AccountsTest.aCorp(service.operator(1), CORP);
    CredentialId credential = credentials();
    tokens(credential);
    failures(credential);
    memberSync();
    unreadableBodies();
    unopenable(credential);
    unreachableWecom();
    shown(credential);

    assertThat(watch.finds()).isEmpty();
    assertThat(watch.lines()).isGreaterThan(10_000);
    assertThat(answers).hasSizeGreaterThan(30).noneMatch(text -> text.contains(MARKER));
    assertThat(answers)
        .noneMatch(text -> text.contains(RunningService.KEY) || text.contains(FOREIGN_KEY));
  }

  @Test
  void theWatchSeesWhatIsLogged() {
    try (LogWatch probe = LogWatch.begin("PROBE")) {
      LoggerFactory.getLogger("probe")
          .trace("said", new IllegalStateException("x", new IllegalStateException("PROBE")));

      assertThat(probe.finds()).hasSize(1);
    }
  }

  private CredentialId credentials() {
    String stored = post(SECRET + 1, "key-1");
    post(SECRET + 1, "key-1");
    post(SECRET + 2, "key-1");
    return idIn(stored);
  }

  private static CredentialId idIn(String answer) {
    return CredentialId.of(answer.replaceFirst("(?s).*\"credentialId\":\"?(\\d+).*", "$1"));
  }

  private void tokens(CredentialId credential) {
    RunningService.WECOM.answers(secret -> ScriptedWecom.token(TOKEN + 1, 60));
    AccessToken token = new TokenFixture(service, CORP).ask(credential);
    assertThat(token.value()).isEqualTo(TOKEN + 1);
    answers.add(token.toString());
    RunningService.WECOM.answers(secret -> ScriptedWecom.token(TOKEN + 2, 7200));
    new TokenFixture(service, CORP).ask(credential);
    TokenFixture.invalidate(service.service(), credential, token.version());
    ask(HttpMethod.POST, TOKENS, "{\"tenantId\":\"2\",\"credentialId\":\"" + credential + "\"}");
    post(SECRET + 3, "key-2");
  }

  private void failures(CredentialId credential) {
    String url = "http://wecom/cgi-bin/gettoken?corpid=x&corpsecret=";
    List<String> words =
        List.of(
            "{\"errcode\":40001,\"errmsg\":\"wrong %s, see " + url + "%s\"}",
            "{\"errcode\":60020,\"errmsg\":\"not allowed: corpsecret=%s access_token=MARKER9\"}",
            "{\"errcode\":-1,\"errmsg\":\"busy %s\"}",
            "{\"errcode\":\"%s\",\"access_token\":{\"MARKER\":1}}",
            "{\"errcode\":0,\"access_token\":\"MARKERtoken\",\"expires_in\":\"%s\"}",
            "%s is no JSON",
            "[\"%s\"]");
    for (int status : new int[] {200, 302, 500}) {
      for (String word : words) {
        post(SECRET + answers.size(), null);
        RunningService.WECOM.answers(
            status, secret -> word.replace("%s", secret).replace("\n", " "));
        ask(HttpMethod.POST, TOKENS, askFor(credential));
        ask(HttpMethod.GET, CREDENTIALS, null);
      }
    }
  }

  private void memberSync() {
    String address = "http://wecom/cgi-bin/externalcontact/get_follow_user_list?access_token=";
    post(SECRET + "sync", null);
    RunningService.WECOM.answers(secret -> ScriptedWecom.token(TOKEN + 3, 7200));
    for (String word :
        List.of(
            "{\"errcode\":48002,\"errmsg\":\"%s may not, see " + address + "%s\"}",
            "{\"errcode\":40014,\"errmsg\":\"invalid access_token=MARKER9 %s\"}",
            "{\"errcode\":60111,\"errmsg\":\"access_token%%3DMARKER9\"}",
            "%s is no JSON",
            "{\"errcode\":0,\"follow_user\":[\"somebody\"],\"access_token\":\"%s\"}")) {
      RunningService.WECOM.listsMembers(token -> word.replace("%s", token).replace("%%", "%"));
      String answer =
          ask(
                  service,
                  HttpMethod.POST,
                  "/api/v1/corps/" + CORP + "/members:sync",
                  "{\"credential\":\"leaky\"}",
                  null)
              .body();
      assertThat(answer).doesNotContain("gives no token");
    }
  }

  private void unreadableBodies() {
    for (String body :
        List.of(
            "{\"name\":\"x\",\"secret\":MARKERunquoted}",
            "{\"name\":\"x\",\"secret\":\"MARKER with blanks\"}",
            "{\"name\":\"x\",\"secret\":[\"MARKERlist\"]}",
            "{\"name\":\"x\",\"secret\":\"MARKERopen",
            "{\"name\":\"x\",\"secret\":\"" + "MARKER".repeat(100) + "\"}",
            "MARKERalone")) {
      ask(HttpMethod.POST, CREDENTIALS, body);
    }
  }

  private void unopenable(CredentialId credential) {
    post(SECRET + 4, null);
    service
        .bean(JdbcClient.class)
        .sql("update credential set sealed_secret = :sealed where id = :id")
        .param("sealed", "MARKERsealed".getBytes(UTF_8))
        .param("id", credential.value())
        .update();
    RunningService.WECOM.answers(secret -> ScriptedWecom.token(TOKEN, 7200));
    ask(HttpMethod.POST, TOKENS, askFor(credential));
  }

  private void unreachableWecom() {
    try (RunningService cutOff =
        RunningService.start(
            Map.of(
                "qunfa.tokens.wecom-base-url",
                "http://localhost:1",
                "logging.level.root",
                "TRACE"))) {
      watch.everything();
      CredentialId unreached = idIn(post(SECRET + 5, null));
      ask(cutOff, HttpMethod.POST, TOKENS, askFor(unreached), null);
      answers.add(cutOff.metrics());
    }
  }

  private void shown(CredentialId credential) {
    ask(HttpMethod.GET, CREDENTIALS, null);
    ask(HttpMethod.GET, CREDENTIALS + "/" + credential, null);
    ask(HttpMethod.GET, "/v3/api-docs", null);
    answers.add(service.metrics());
    for (String endpoint :
        List.of("heapdump", "env", "configprops", "beans", "loggers", "threaddump", "")) {
      HttpResponse<String> answer =
          ask(service, HttpMethod.GET, "/actuator/" + endpoint, null, null);
      assertThat(answer.statusCode()).as(endpoint).isGreaterThanOrEqualTo(400);
    }
  }

  private String post(String secret, @Nullable String key) {
    String body = "{\"name\":\"leaky\",\"secret\":\"" + secret + "\"}";
    return ask(service, HttpMethod.POST, CREDENTIALS, body, key).body();
  }

  private void ask(HttpMethod method, String path, @Nullable String body) {
    ask(service, method, path, body, null);
  }

  /** Not with Spring's client, which logs what it sends. */
  private HttpResponse<String> ask(
      RunningService asked,
      HttpMethod method,
      String path,
      @Nullable String body,
      @Nullable String key) {
    String login = path.startsWith("/internal") ? asked.serviceLogin() : asked.login(1);
    watch.alsoFor(login);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + asked.port() + path))
            .header("Authorization", "Bearer " + login)
            .header("Content-Type", "application/json")
            .method(
                method.name(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (key != null) {
      request.header(Idempotency.HEADER, key);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      answers.add(answer.headers().map() + answer.body());
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static String askFor(CredentialId credential) {
    return "{\"tenantId\":\"1\",\"credentialId\":\"%s\"}".formatted(credential);
  }
}
