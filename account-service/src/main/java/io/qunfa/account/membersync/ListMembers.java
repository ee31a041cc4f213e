package io.qunfa.account.membersync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.account.permit.GrantCalls;
import io.qunfa.account.token.Redacted;
import io.qunfa.account.token.TokensOfCredentials;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettleCalls;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Asks WeCom for the members who may have customers (wecom-api 5, get_follow_user_list). The token
 * travels in the query, as WeCom wants it, and appears in no log and no exception. Every call has
 * leave from the corp's limits.
 */
@Component
class ListMembers {
  /** 40014 and 42001: the token is not, or no longer, valid (wecom-api 7.2). */
  private static final Set<Integer> TOKEN_OVER = Set.of(40014, 42001);

  /** How long the API rests after 45009 at least (wecom-api 7.3). */
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(ListMembers.class);
  private static final String API = "get_follow_user_list";

  private final TokensOfCredentials tokens;
  private final GrantCalls calls;
  private final OkHttpClient http;
  private final ObjectMapper json;
  private final MemberSyncSettings settings;

  ListMembers(
      TokensOfCredentials tokens,
      GrantCalls calls,
      OkHttpClient http,
      ObjectMapper json,
      MemberSyncSettings settings) {
    this.tokens = tokens;
    this.calls = calls;
    this.http = http;
    this.json = json;
    this.settings = settings;
  }

  /** Throws the problem for the caller if WeCom does not say. */
  Set<String> list(CurrentSecret secret) throws InterruptedException {
    AccessToken token = tokens.obtain(secret);
    JsonNode answer = askWithLeave(secret, token);
    if (TOKEN_OVER.contains(answer.path("errcode").asInt())) {
      tokens.invalidate(secret.key(), token);
      token = tokens.obtain(secret);
      answer = askWithLeave(secret, token);
    }
    int code = answer.path("errcode").asInt(0);
    if (code != 0) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "WeCom does not list the members: it answered "
              + code
              + " "
              + Redacted.of(answer.path("errmsg").asText(""), token.value())
              + ". Nothing was changed; the credential must be allowed to manage customers.");
    }
    Set<String> members = new LinkedHashSet<>();
    answer.path("follow_user").forEach(member -> members.add(member.asText()));
    return members;
  }

  private JsonNode askWithLeave(CurrentSecret secret, AccessToken token) {
    ReserveCalls one = new ReserveCalls(secret.key().tenantId(), secret.key().corpId(), API, 1);
    Decision decision = calls.decide(one);
    String permit = decision.permitId();
    if (permit == null) {
      throw new Problem(
          ProblemCode.TOO_MANY_REQUESTS,
          "WeCom's member list may not be asked for now (%s). Nothing was changed. Ask again in %s."
              .formatted(decision.decidedBy(), decision.retryAfter()));
    }
    PushBack cause = null;
    try {
      JsonNode answer = ask(token);
      cause = causeOf(answer.path("errcode").asInt());
      return answer;
    } finally {
      settle(
          new SettleCalls(
              one.tenantId(),
              permit,
              1,
              cause,
              cause == PushBack.RATE ? RATE_WINDOW : Duration.ZERO));
    }
  }

  private void settle(SettleCalls made) {
    try {
      calls.settle(made);
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; a call of {} counts until its permit ends", API, away);
    }
  }

  /** wecom-api 7.2. */
  private static @Nullable PushBack causeOf(int code) {
    return switch (code) {
      case 45009 -> PushBack.RATE;
      case 45033 -> PushBack.CONCURRENCY;
      default -> null;
    };
  }

  private JsonNode ask(AccessToken token) {
    HttpUrl base = HttpUrl.get(settings.wecomBaseUrl());
    HttpUrl url =
        base.newBuilder()
            .addPathSegments("cgi-bin/externalcontact/" + API)
            .addQueryParameter("access_token", token.value())
            .build();
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      if (response.code() != 200) {
        throw silent("HTTP " + response.code());
      }
      return json.readTree(response.body().string());
    } catch (IOException noAnswer) {
      throw silent(noAnswer.getClass().getSimpleName());
    }
  }

  private static Problem silent(String how) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "WeCom does not answer (" + how + "). Nothing was changed. Ask again.");
  }
}
