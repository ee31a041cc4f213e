package io.qunfa.simulator.token;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Corps;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Exchanges corpid and secret for an access token. */
@Component
class Gettoken implements WecomApi {
  private final Clock clock;
  private final Corps corps;
  private final Tokens tokens;
  private final WrongSecrets wrongSecrets;

  Gettoken(Clock clock, Corps corps, Tokens tokens, WrongSecrets wrongSecrets) {
    this.clock = clock;
    this.corps = corps;
    this.tokens = tokens;
    this.wrongSecrets = wrongSecrets;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get("gettoken");
  }

  @Override
  public boolean needsToken() {
    return false;
  }

  @Override
  public Reply answer(Call call) {
    wrongSecrets.refuseBlocked(call.remoteAddress());
    String secret = call.query().required("corpsecret", 41004);
    String corpId = call.query().required("corpid", 41002);
    Corp corp = corps.find(corpId).orElseThrow(() -> new WecomError(40013));
    if (!corp.secrets().contains(secret)) {
      wrongSecrets.count(call.remoteAddress());
      throw new WecomError(40001);
    }
    Tokens.Token token = tokens.issue(corp, secret);
    long seconds = Duration.between(clock.instant(), token.end()).toSeconds();
    return Reply.of(
        json -> {
          json.writeStringField("access_token", token.text());
          json.writeNumberField("expires_in", Math.max(0, seconds));
        });
  }
}
