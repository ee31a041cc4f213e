package io.qunfa.simulator.wecom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.simulator.corp.Corp;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call under way: who calls, with what. */
public final class Call {
  private static final int LARGEST_BODY = 4 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServletRequest request;
  private final Query query;
  private final @Nullable Corp corp;

  private Call(HttpServletRequest request, Query query, @Nullable Corp corp) {
    this.request = request;
    this.query = query;
    this.corp = corp;
  }

  public static Call of(HttpServletRequest request) {
    return new Call(
        request, Query.parse(Objects.requireNonNullElse(request.getQueryString(), "")), null);
  }

  public Call by(Corp caller) {
    return new Call(request, query, caller);
  }

  /** The corp that the token belongs to. */
  public Corp corp() {
    return Objects.requireNonNull(corp, "this call is made without a token");
  }

  public Query query() {
    return query;
  }

  public String token() {
    return query.get("access_token");
  }

  public String method() {
    return request.getMethod();
  }

  public String remoteAddress() {
    return request.getRemoteAddr();
  }

  /** For calls that carry files. */
  public HttpServletRequest request() {
    return request;
  }

  /** The body as a JSON object; an empty body is an empty object. */
  public Params params() throws IOException {
    byte[] body = body();
    try {
      JsonNode tree = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      if (!tree.isObject()) {
        throw notJson();
      }
      return new Params(tree);
    } catch (JsonProcessingException broken) {
      throw notJson();
    }
  }

  /** The body for reading piece by piece, without building a tree of it. */
  public JsonParser parser() throws IOException {
    JsonFactory factory = JSON.getFactory();
    return factory.createParser(body());
  }

  public static WecomError notJson() {
    return new WecomError(40058, "Warning: wrong json format. ");
  }

  private byte[] body() throws IOException {
    if (request.getContentLengthLong() > LARGEST_BODY) {
      throw new WecomError(40206);
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new WecomError(40206);
    }
    return body;
  }
}
