package io.qunfa.account.membersync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.account.token.Redacted;
import io.qunfa.account.token.TokensOfCredentials;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.stereotype.Component;

/**
 * Asks WeCom for the members who may have customers (wecom-api 5, get_follow_user_list). The token
 * travels in the query, as WeCom wants it, and appears in no log and no exception.
 */
@Component
class ListMembers {
  /** 40014 and 42001: the token is not, or no longer, valid (wecom-api 7.2). */
  private static final Set<Integer> TOKEN_OVER = Set.of(40014, 42001);

  private final TokensOfCredentials tokens;
  private final OkHttpClient http;
  private final ObjectMapper json;
  private final MemberSyncSettings settings;

  ListMembers(
      TokensOfCredentials tokens,
      OkHttpClient http,
      ObjectMapper json,
      MemberSyncSettings settings) {
    this.tokens = tokens;
    this.http = http;
    this.json = json;
    this.settings = settings;
  }

  /** Throws the problem for the caller if WeCom does not say. */
  Set<String> list(CurrentSecret secret) throws InterruptedException {
    AccessToken token = tokens.obtain(secret);
    JsonNode answer = ask(token);
    if (TOKEN_OVER.contains(answer.path("errcode").asInt())) {
      tokens.invalidate(secret.key(), token);
      token = tokens.obtain(secret);
      answer = ask(token);
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

  private JsonNode ask(AccessToken token) {
    HttpUrl base = HttpUrl.get(settings.wecomBaseUrl());
    HttpUrl url =
        base.newBuilder()
            .addPathSegments("cgi-bin/externalcontact/get_follow_user_list")
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
