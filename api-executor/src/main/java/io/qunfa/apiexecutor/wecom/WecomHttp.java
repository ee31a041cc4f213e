package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * One HTTP exchange with WeCom, never repeated here. The token travels in the query, the only place
 * where WeCom takes it; no log line, exception or result of this class holds an address.
 */
final class WecomHttp {
  private static final long MAX_BYTES = 16L << 20;

  /** A proxy or a limiter that says so may have let the request through. */
  private static final Set<Integer> MAYBE_PASSED_ON = Set.of(408, 429, 499);

  private final OkHttpClient http;
  private final HttpUrl base;
  private final ObjectMapper json;
  private final CircuitBreaker breaker;

  WecomHttp(OkHttpClient http, HttpUrl base, ObjectMapper json, CircuitBreaker breaker) {
    this.http = http;
    this.base = base;
    this.json = json;
    this.breaker = breaker;
  }

  /** POSTs and answers the whole reply if its errcode is 0 or missing. */
  WecomResult<JsonNode> post(Exchange exchange) {
    if (!breaker.tryAcquirePermission()) {
      return new WecomResult.NotSent<>("WeCom did not answer lately and is not called for a while");
    }
    long began = System.nanoTime();
    RequestLeft left = new RequestLeft();
    try {
      WecomResult<JsonNode> result = exchange(exchange, left);
      if (result instanceof WecomResult.NoAnswer<JsonNode> noAnswer) {
        failed(began, noAnswer.why());
      } else {
        breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      }
      return result;
    } catch (IOException broken) {
      String why =
          Evidence.of(
              broken.getClass().getSimpleName() + " " + broken.getMessage(), exchange.authority());
      // The circuit breaker logs what it is given, so it is not given what the client threw.
      failed(began, why);
      return left.hasLeft() ? new WecomResult.NoAnswer<>(why) : new WecomResult.NotSent<>(why);
    }
  }

  private void failed(long began, String why) {
    breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, new IOException(why));
  }

  private WecomResult<JsonNode> exchange(Exchange exchange, RequestLeft left) throws IOException {
    HttpUrl.Builder url =
        base.newBuilder()
            .addPathSegments("cgi-bin/" + exchange.path())
            .addQueryParameter("access_token", exchange.authority().token());
    exchange.query().forEach(url::addQueryParameter);
    Request request =
        new Request.Builder().url(url.build()).post(new OneShotBody(exchange.body())).build();
    OkHttpClient client =
        http.newBuilder()
            .eventListener(left)
            .readTimeout(exchange.timeout())
            .writeTimeout(exchange.timeout())
            .callTimeout(exchange.timeout())
            .build();
    Call call = client.newCall(request);
    try (Response response = call.execute()) {
      return read(response, exchange.authority());
    }
  }

  private WecomResult<JsonNode> read(Response response, Authority authority) throws IOException {
    int status = response.code();
    if (status >= 300 && status < 500 && !MAYBE_PASSED_ON.contains(status)) {
      return new WecomResult.Misdirected<>("HTTP " + status);
    }
    if (status != 200) {
      return new WecomResult.NoAnswer<>("HTTP " + status);
    }
    BufferedSource body = response.body().source();
    if (body.request(MAX_BYTES + 1)) {
      return new WecomResult.NoAnswer<>("the answer has more than " + MAX_BYTES + " bytes");
    }
    return read(body.readByteArray(), authority);
  }

  private WecomResult<JsonNode> read(byte[] body, Authority authority) throws IOException {
    JsonNode reply;
    try {
      reply = json.readTree(body);
    } catch (JsonProcessingException unreadable) {
      return new WecomResult.NoAnswer<>("the answer is not JSON");
    }
    if (reply.getNodeType() != JsonNodeType.OBJECT) {
      return new WecomResult.NoAnswer<>("the answer is not a JSON object");
    }
    OptionalInt errcode = errcode(reply.path("errcode"));
    if (errcode.isEmpty()) {
      return new WecomResult.NoAnswer<>("the answer has an errcode that is no number");
    }
    int code = errcode.getAsInt();
    return code == 0
        ? new WecomResult.Done<>(reply)
        : new WecomResult.Failed<>(
            code,
            WecomErrors.faultOf(code),
            Evidence.of(WecomErrors.meaningOf(code) + ": " + reply, authority));
  }

  /** 0 if it is missing, as in some successes; empty if it cannot be understood. */
  private static OptionalInt errcode(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.of(0);
    }
    if (node.isTextual()) {
      try {
        return OptionalInt.of(Integer.parseInt(node.textValue()));
      } catch (NumberFormatException noNumber) {
        return OptionalInt.empty();
      }
    }
    return node.isIntegralNumber() && node.canConvertToInt()
        ? OptionalInt.of(node.intValue())
        : OptionalInt.empty();
  }

  /**
   * @param api the last part of the path, the name that limits and metrics go by
   */
  record Exchange(
      Authority authority,
      String api,
      String path,
      Map<String, String> query,
      RequestBody body,
      Duration timeout) {}
}
