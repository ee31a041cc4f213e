package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.MutableClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class TokenTest {
  private static final String LIST = "externalcontact/get_follow_user_list?access_token=";

  private final Wecom wecom;
  private final MutableClock clock;

  TokenTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void secondFetchGivesTheSameTokenUntilItExpires() {
    String first = wecom.token();
    clock.advance(Duration.ofSeconds(7_199));
    String second = wecom.token();
    clock.advance(Duration.ofSeconds(1));
    String third = wecom.token();

    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(first);
    assertThat(wecom.get(LIST + first).errcode()).isEqualTo(42001);
    assertThat(wecom.get(LIST + third).errcode()).isZero();
  }

  @Test
  void lifeOfTokensIsASetting() {
    wecom.settings(Map.of("tokenTtlSeconds", 5));

    Answer token = wecom.get("gettoken?corpid=" + Wecom.CORP + "&corpsecret=" + Wecom.SECRET);

    assertThat(token.json().path("expires_in").intValue()).isEqualTo(5);
  }

  @Test
  void wrongCredentialsAreRefusedEachWithItsCode() {
    assertThat(wecom.get("gettoken").errcode()).isEqualTo(41004);
    assertThat(wecom.get("gettoken?corpsecret=x").errcode()).isEqualTo(41002);
    assertThat(wecom.get("gettoken?corpid=" + Wecom.CORP).errcode()).isEqualTo(41004);
    assertThat(wecom.get("gettoken?corpid=wwUnknown&corpsecret=x").errcode()).isEqualTo(40013);
    assertThat(wecom.get("gettoken?corpid=" + Wecom.CORP + "&corpsecret=x").errcode())
        .isEqualTo(40001);
  }

  @Test
  void manyWrongSecretsBlockTheAddressForAnHour() {
    wecom.settings(Map.of("wrongSecretLimit", 3));
    for (int i = 0; i < 3; i++) {
      wecom.get("gettoken?corpid=" + Wecom.CORP + "&corpsecret=wrong");
    }

    Answer blocked = wecom.get("gettoken?corpid=" + Wecom.CORP + "&corpsecret=" + Wecom.SECRET);
    clock.advance(Duration.ofHours(1));

    assertThat(blocked.errcode()).isEqualTo(45009);
    assertThat(wecom.token()).isNotEmpty();
  }

  @Test
  void invalidatedTokenIsUnknownAndTheNextIsAnother() {
    String token = wecom.token();

    wecom.control("POST", "/control/tokens:invalidate", "");

    assertThat(wecom.get(LIST + token).errcode()).isEqualTo(40014);
    assertThat(wecom.token()).isNotEqualTo(token);
  }

  @Test
  void tokenCountsInTheAddressOnlyAndIsCheckedBeforeParameters() {
    String body = "access_token=" + wecom.token();

    Answer inBody =
        wecom.send(
            "POST",
            "externalcontact/add_msg_template",
            "application/x-www-form-urlencoded",
            BodyPublishers.ofString(body));

    assertThat(inBody.errcode()).isEqualTo(41001);
    assertThat(
            wecom
                .send(
                    "POST",
                    "externalcontact/add_msg_template?access_token=invented",
                    "application/json",
                    BodyPublishers.ofString("no json at all"))
                .errcode())
        .isEqualTo(40014);
  }

  @Test
  void refusalIsHttp200WithHintAddressAndEmptyFields() {
    Answer refused = wecom.get("externalcontact/get_follow_user_list");

    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.contentType()).startsWith("application/json");
    assertThat(refused.text("errmsg"))
        .matches(
            "access_token missing, hint: \\[\\d+\\], from ip: 127\\.0\\.0\\.1, more info at"
                + " https://open\\.work\\.weixin\\.qq\\.com/devtool/query\\?e=41001");
    assertThat(refused.json().path("follow_user").isArray()).isTrue();
  }

  @Test
  void unknownPathIs404WithAnEmptyBody() {
    Answer unknown = wecom.get("externalcontact/no_such_call");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).isEmpty();
  }
}
