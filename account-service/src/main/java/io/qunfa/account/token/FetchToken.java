package io.qunfa.account.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.credential.CredentialSecret;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks WeCom for a token (wecom-api 1.2). The secret travels in the query, as WeCom wants it, and
 * appears in no log and no exception. Runs on a virtual thread, which waits between tries.
 */
@Component
class FetchToken {
  private static final Logger log = LoggerFactory.getLogger(FetchToken.class);

  /**
   * -1 busy, 6000 conflict of versions, 45009 too often, 45033 too many at once (wecom-api 7.2).
   */
  private static final Set<Integer> PASSING = Set.of(-1, 6000, 45009, 45033);

  /** The only one that WeCom wants repeated. */
  private static final int BUSY = -1;

  /** Also said when it has blocked our address for an hour. */
  private static final int TOO_OFTEN = 45009;

  private final OkHttpClient http;
  private final ObjectMapper json;
  private final SpareAddress address;
  private final TokenSettings settings;

  FetchToken(OkHttpClient http, ObjectMapper json, SpareAddress address, TokenSettings settings) {
    this.http = http;
    this.json = json;
    this.address = address;
    this.settings = settings;
  }

  /** Throws the problem for the caller if no more may be refused. */
  TokenAnswer fetch(CredentialSecret secret) throws InterruptedException {
    Duration pause = settings.backoff();
    for (int attempt = 1; ; attempt++) {
      RefusedAskings.Asking asking = address.take(secret.current());
      Reply reply = ask(secret);
      if (!reply.isRefusal()) {
        address.giveBack(asking);
      }
      if (!reply.repeatable() || attempt == settings.tries()) {
        return reply.answer();
      }
      log.info("WeCom is busy and is asked for the token again in {}", pause);
      boolean neverOpened = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (neverOpened) {
        throw new IllegalStateException("nobody opens this latch");
      }
      pause = pause.multipliedBy(2);
    }
  }

  private Reply ask(CredentialSecret secret) {
    HttpUrl base = HttpUrl.get(settings.wecomBaseUrl());
    if (base == null) {
      throw new IllegalStateException("WECOM_BASE_URL must be an http or https address");
    }
    HttpUrl url =
        base.newBuilder()
            .addPathSegments("cgi-bin/gettoken")
            .addQueryParameter("corpid", secret.current().key().corpId().value())
            .addQueryParameter("corpsecret", secret.value())
            .build();
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      if (response.code() != 200) {
        return Reply.unavailable("WeCom answered HTTP " + response.code());
      }
      return read(response.body().string(), secret);
    } catch (JsonProcessingException unreadable) {
      return Reply.unavailable("WeCom's answer was not JSON");
    } catch (IOException noAnswer) {
      return Reply.unavailable("WeCom did not answer: " + noAnswer.getClass().getSimpleName());
    }
  }

  private Reply read(String body, CredentialSecret secret) throws JsonProcessingException {
    JsonNode answer = json.readTree(body);
    int code = answer.path("errcode").asInt(0);
    String message = Redacted.of(answer.path("errmsg").asText(""), secret.value());
    if (PASSING.contains(code)) {
      return new Reply(
          new TokenAnswer.Unavailable("WeCom answered " + code + " " + message, code == TOO_OFTEN),
          code == BUSY);
    }
    if (code != 0) {
      return new Reply(new TokenAnswer.Rejected(code, message), false);
    }
    String value = answer.path("access_token").asText("");
    long seconds = answer.path("expires_in").asLong(0);
    return value.isEmpty() || seconds <= 0
        ? Reply.unavailable("WeCom's answer held no token")
        : new Reply(new TokenAnswer.Fetched(value, Duration.ofSeconds(seconds)), false);
  }

  private record Reply(TokenAnswer answer, boolean repeatable) {
    /** One that WeCom holds against us; that it is busy or silent is its own affair. */
    boolean isRefusal() {
      return switch (answer) {
        case TokenAnswer.Fetched _ -> false;
        case TokenAnswer.Rejected _ -> true;
        case TokenAnswer.Unavailable unavailable -> unavailable.tooOften();
      };
    }

    static Reply unavailable(String why) {
      return new Reply(new TokenAnswer.Unavailable(why, false), false);
    }
  }
}
