package io.qunfa.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.gateway.fixture.RunningGateway;
import io.qunfa.gateway.fixture.StandInService;
import io.qunfa.gateway.fixture.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest extends RunningGateway {

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/corps,                                   account-service",
    "POST, /api/v1/corps/ww123456/credentials,              account-service",
    "PUT,  /api/v1/corps/ww123456/recipient-policy,         data-service",
    "GET,  /api/v1/corps/ww123456/recipient-policy/history, data-service",
    "POST, /api/v1/accounts,                                account-service",
    "POST, /api/v1/accounts:batch,                          account-service",
    "GET,  /api/v1/accounts/17,                             account-service",
    "PUT,  /api/v1/limit-policies/17,                       account-service",
    "PATCH, /api/v1/accounts/17,                            account-service",
    "POST, /api/v1/accounts/17:pause,                       account-service",
    "GET,  /api/v1/accounts/17/history,                     account-service",
    "POST, /api/v1/accounts:update,                         account-service",
    "POST, /api/v1/accounts:import?corpId=ww1,              account-service",
    "POST, /api/v1/corps/ww123456:stop,                     account-service",
    "POST, /api/v1/corps/ww123456/members:sync,             account-service",
    "GET,  /api/v1/sending,                                 account-service",
    "GET,  /api/v1/sending/history,                         account-service",
    "POST, /api/v1/sending:stop,                            account-service",
    "POST, /api/v1/sending:start,                           account-service",
    "GET,  /api/v1/contacts?corpId=ww1&limit=5,             data-service",
    "POST, /api/v1/contacts:import?corpId=ww1,              data-service",
    "GET,  /api/v1/imports/9,                               data-service",
    "POST, /api/v1/suppressions:import?corpId=ww1,          data-service",
    "GET,  /api/v1/campaigns/7/recipients?state=SENT,       data-service",
    "GET,  /api/v1/campaigns/7/recipients.csv,              data-service",
    "GET,  /api/v1/campaigns/7/report,                      data-service",
    "GET,  /api/v1/campaigns,                               task-service",
    "POST, /api/v1/campaigns,                               task-service",
    "GET,  /api/v1/campaigns/7,                             task-service",
    "GET,  /api/v1/campaigns/7/progress,                    task-service",
    "POST, /api/v1/campaigns/7:preview,                     task-service",
    "POST, /api/v1/campaigns/7:launch,                      task-service",
    "POST, /api/v1/campaigns/7:pause,                       task-service",
    "POST, /api/v1/campaigns/7:resume,                      task-service",
    "POST, /api/v1/campaigns/7:cancel,                      task-service",
    "POST, /api/v1/tasks,                                   task-service",
    "POST, /api/v1/tasks:batch,                             task-service",
    "GET,  /api/v1/tasks/5,                                 task-service",
    "POST, /api/v1/media?kind=image,                        task-service",
    "GET,  /api/v1/dead-letters,                            task-service",
    "POST, /api/v1/dead-letters/3:replay,                   task-service",
    "POST, /api/v1/dead-letters/3:discard,                  task-service",
    "POST, /api/v1/dead-letters:replay,                     task-service",
    "POST, /api/v1/dead-letters:discard,                    task-service"
  })
  void everyPublicPathReachesItsOwner(String method, String path, String owner) throws Exception {
    HttpResponse<String> answer =
        send(asOperator(path).method(method, HttpRequest.BodyPublishers.ofString("")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tree(answer).path("servedBy").asText()).isEqualTo(owner);
    StandInService.Received received = service(owner).next();
    assertThat(received.method()).isEqualTo(method);
    assertThat(received.uri()).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/nothing",
        "/api/v2/campaigns",
        "/api/v1/campaigns:purge",
        "/console"
      })
  void whatIsNotInTheTableIsNotFound(String path) throws Exception {
    HttpResponse<String> answer = send(asOperator(path));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(tree(answer).path("code").asText()).isEqualTo("not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/v1/tokens", "/internal/v1/campaigns/7/ledger"})
  void internalPathsAreNeverRouted(String path) throws Exception {
    assertThat(send(asOperator(path)).statusCode()).isEqualTo(404);
    assertThat(send(request(path)).statusCode()).isEqualTo(404);
    assertThat(TASKS.gotNothing() && ACCOUNTS.gotNothing() && DATA.gotNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/campaigns/../../../internal/v1/tokens",
        "/api/v1/campaigns/%2e%2e/%2e%2e/%2e%2e/internal/v1/tokens",
        "/api/v1/campaigns/..%2f..%2f..%2finternal/v1/tokens",
        "/api/v1/campaigns/..;/..;/..;/internal/v1/tokens",
        "/api/v1/campaigns//7",
        "//internal/v1/tokens"
      })
  void noDetourLeadsInside(String path) throws Exception {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + login() + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    assertThat(TASKS.gotNothing() && ACCOUNTS.gotNothing() && DATA.gotNothing()).isTrue();
  }

  @Test
  void pathAndQueryArriveAsTheyWereSent() throws Exception {
    String path = "/api/v1/campaigns/7/recipients?cursor=a%2Bb%3D%3D&q=%E5%AE%A2%20x+y";

    send(asOperator(path));

    assertThat(DATA.next().uri()).hasToString(path);
  }

  @Test
  void tokenKeyAndHostReachTheOwner() throws Exception {
    send(
        json(asOperator("/api/v1/tasks"), "{}")
            .header("Idempotency-Key", "k-1")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    StandInService.Received received = TASKS.next();
    assertThat(received.headers().getFirst("Authorization")).startsWith("Bearer ");
    assertThat(received.headers().getFirst("Idempotency-Key")).isEqualTo("k-1");
    assertThat(received.headers().getFirst("traceparent")).startsWith("00-0af7");
    assertThat(received.headers().getFirst("Host")).isEqualTo("localhost:" + port());
    assertThat(received.headers().getFirst("Content-Length")).isEqualTo("2");
    assertThat(received.headers().containsKey("Transfer-Encoding")).isFalse();
  }

  @Test
  void whatAClientMayNotSayOfItselfEndsHere() throws Exception {
    raw(
        "GET /api/v1/campaigns/7 HTTP/1.1\r\nHost: x\r\nConnection: close, X-Hop\r\n"
            + "X-Hop: 1\r\nTE: trailers\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\n"
            + "Forwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Qunfa-Tenant: 2\r\n"
            + login()
            + "\r\n");

    StandInService.Received received = TASKS.next();
    assertThat(received.headers())
        .doesNotContainKeys(
            "X-hop", "Te", "X-forwarded-host", "Forwarded", "X-real-ip", "X-qunfa-tenant");
    assertThat(received.headers().get("X-forwarded-for")).doesNotContain("6.6.6.6").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close, close\r\n",
        "Connection: X-Hop, x-hop, close\r\n",
        "Connection: close\r\nConnection: X-Hop\r\n",
        "Connection: ,,close,\r\nConnection: \r\nConnection: x-HOP\r\n"
      })
  void connectionMaySayThingsTwiceAndInSeveralLines(String connection) throws Exception {
    String answer =
        raw(
            "GET /api/v1/campaigns/7 HTTP/1.1\r\nHost: x\r\n"
                + connection
                + "X-Other: 1\r\n"
                + (connection.toLowerCase(Locale.ROOT).contains("x-hop") ? "X-Hop: 1\r\n" : "")
                + login()
                + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(TASKS.next().headers()).containsKey("X-other").doesNotContainKey("X-hop");
  }

  @Test
  void answersPassUnchanged() throws Exception {
    TASKS.answersBy(
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/api/v1/tasks/12");
          exchange.getResponseHeaders().add("Retry-After", "7");
          TASKS.answer(exchange, 409, "{\"code\":\"wrong-state\"}");
        });

    HttpResponse<String> answer = send(json(asOperator("/api/v1/tasks"), "{}"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/tasks/12");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(answer.body()).isEqualTo("{\"code\":\"wrong-state\"}");
  }

  private static String login() {
    return "Authorization: Bearer " + Tokens.ofOperator() + "\r\n";
  }

  private static StandInService service(String name) {
    return switch (name) {
      case "task-service" -> TASKS;
      case "account-service" -> ACCOUNTS;
      default -> DATA;
    };
  }
}
