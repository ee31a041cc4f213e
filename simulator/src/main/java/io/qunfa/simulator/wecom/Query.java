package io.qunfa.simulator.wecom;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The parameters in the address; those in a body do not count. A parameter that is missing is
 * empty.
 */
public record Query(Map<String, String> parameters) {
  public Query {
    parameters = Map.copyOf(parameters);
  }

  static Query parse(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return new Query(parameters);
  }

  public String get(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** The parameter, which must be there. */
  public String required(String name, int codeIfMissing) {
    String value = get(name);
    if (value.isEmpty()) {
      throw new WecomError(codeIfMissing);
    }
    return value;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
