package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.HttpClientErrorException;

/** Who may send, and who may say so. */
class AccountStatesTest extends AccountPool {
  @Test
  void whoMovedAnAccountAndWhyIsKept() {
    AccountId account = permits.anAccount("api", 100);

    order(account, "pause", "too many complaints");
    order(account, "resume", "looked into");
    order(account, "disable", "");
    order(account, "enable", "");
    JsonNode history = get("/api/v1/accounts/" + account + "/history").get("items");

    assertThat(history.findValuesAsText("to"))
        .containsExactly("active", "disabled", "active", "paused", "active");
    assertThat(history.get(3).get("from").asText()).isEqualTo("active");
    assertThat(history.get(3).get("actor").asText()).isEqualTo("lin");
    assertThat(history.get(3).get("cause").asText()).isEqualTo("person");
    assertThat(history.get(3).get("reason").asText()).isEqualTo("too many complaints");
    assertThat(history.get(4).get("from").isNull()).isTrue();
  }

  @Test
  void historyGoesOnWhereTheCursorPoints() {
    AccountId account = permits.anAccount("api", 100);
    order(account, "pause", "");
    order(account, "resume", "");

    JsonNode first = get("/api/v1/accounts/" + account + "/history?limit=2");
    JsonNode second =
        get(
            "/api/v1/accounts/"
                + account
                + "/history?limit=2&cursor="
                + first.get("nextCursor").asText());

    assertThat(first.get("items")).hasSize(2);
    assertThat(second.get("items").findValuesAsText("to")).containsExactly("active");
    assertThat(second.get("nextCursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"ban, resume", "disable, pause", "ban, offline", "disable, resume"})
  void anOrderThatTheStateForbidsChangesNothing(String earlier, String order) {
    AccountId account = permits.anAccount("api", 100);
    order(account, earlier, "");
    String before = permits.shown(account).get("status").asText();

    HttpClientErrorException refused =
        catchThrowableOfType(HttpClientErrorException.class, () -> order(account, order, "please"));

    assertThat(refused.getStatusCode().value()).isEqualTo(409);
    assertThat(permits.shown(account).get("status").asText()).isEqualTo(before);
  }

  @Test
  void anOrderGivenTwiceIsWrittenDownOnce() {
    AccountId account = permits.anAccount("rpa", 100);

    order(account, "pause", "once");
    order(account, "pause", "twice");

    assertThat(get("/api/v1/accounts/" + account + "/history").get("items")).hasSize(2);
  }

  @Test
  void ofManyOrdersAtOnceEveryOneSeesTheOneBeforeIt() {
    AccountId account = permits.anAccount("ipad", 100);

    IntStream.range(0, 40)
        .parallel()
        .forEach(
            n -> {
              try {
                order(account, n % 2 == 0 ? "pause" : "resume", "race " + n);
              } catch (HttpClientErrorException refused) {
                assertThat(refused.getStatusCode().value()).isEqualTo(409);
              }
            });
    JsonNode history = get("/api/v1/accounts/" + account + "/history").get("items");

    for (int index = 0; index + 1 < history.size(); index++) {
      assertThat(history.get(index).get("from")).isEqualTo(history.get(index + 1).get("to"));
    }
    assertThat(history.get(0).get("to").asText())
        .isEqualTo(permits.shown(account).get("status").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "offline", "ban", "disable"})
  void anAccountThatIsHeldBackGetsNoPermitFromThenOn(String order) {
    AccountId account = permits.anAccount("api", 100);
    assertThat(permits.ask(account, 1, true, "before").granted()).isEqualTo(1);

    order(account, order, "");
    Decision after = permits.ask(account, 1, true, "after");

    assertThat(after.granted()).isZero();
    assertThat(after.decidedBy()).isEqualTo(Limit.ACCOUNT_STATE);
    assertThat(gate(account).get("open").asBoolean()).isFalse();
  }

  @Test
  void whoMayAskForPermitsIsToldForManyAtOnce() {
    AccountId working = permits.anAccount("api", 100);
    AccountId paused = permits.anAccount("api", 100);
    AccountId resumed = permits.anAccount("api", 100);
    order(paused, "pause", "");
    order(resumed, "pause", "");
    assertThat(working(working, paused, resumed)).containsExactly(working);

    order(resumed, "resume", "");

    assertThat(working(working, paused, resumed, new AccountId(Long.MAX_VALUE)))
        .containsExactlyInAnyOrder(working, resumed);
  }

  @Test
  void theKillSwitchOfACorpStopsItsAccountsAndNoOthers() {
    AccountId account = permits.anAccount("api", 100);
    PermitFixture other = anotherCorp();
    AccountId untouched = other.anAccount("api", 100);

    JsonNode stopped = post("/api/v1/corps/" + CORP + ":stop", Map.of("reason", "wrong price"));
    post("/api/v1/corps/" + CORP + ":stop", Map.of("reason", "again"));

    assertThat(permits.ask(account, 1, true, "stopped").granted()).isZero();
    assertThat(gate(account).get("open").asBoolean()).isFalse();
    assertThat(permits.shown(account).get("stopped").asBoolean()).isTrue();
    assertThat(other.ask(untouched, 1, true, "goes on").granted()).isEqualTo(1);
    assertThat(gate(untouched).get("open").asBoolean()).isTrue();
    assertThat(stopped.get("stopped").asBoolean()).isFalse();
    assertThat(stopped.get("stops").findValuesAsText("reason")).containsExactly("wrong price");

    post("/api/v1/corps/" + CORP + ":start", Map.of("reason", "corrected"));

    assertThat(permits.ask(account, 1, true, "started").granted()).isEqualTo(1);
    assertThat(gate(account).get("open").asBoolean()).isTrue();
    JsonNode history = get("/api/v1/sending/history?limit=2").get("items");
    assertThat(history.findValuesAsText("action")).containsExactly("start", "stop");
    assertThat(history.findValuesAsText("actor")).containsExactly("lin", "lin");
    assertThat(history.findValuesAsText("reason")).containsExactly("corrected", "wrong price");
  }

  @Test
  void theKillSwitchOfTheTenantStopsAllItsCorps() {
    AccountId account = permits.anAccount("api", 100);
    PermitFixture other = anotherCorp();
    AccountId another = other.anAccount("api", 100);

    JsonNode stopped = post("/api/v1/sending:stop", Map.of("reason", "audit"));
    try {
      assertThat(stopped.get("stopped").asBoolean()).isTrue();
      assertThat(permits.ask(account, 1, true, "stopped").granted()).isZero();
      assertThat(other.ask(another, 1, true, "stopped").granted()).isZero();
      assertThat(gate(another).get("open").asBoolean()).isFalse();
    } finally {
      post("/api/v1/sending:start", Map.of());
    }

    assertThat(permits.ask(account, 1, true, "started").granted()).isEqualTo(1);
    assertThat(get("/api/v1/sending").get("stops")).isEmpty();
  }
}
