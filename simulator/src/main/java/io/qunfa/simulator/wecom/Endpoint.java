package io.qunfa.simulator.wecom;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a call is made.
 *
 * @param path below {@code /cgi-bin/}
 * @param emptyFields fields of the success shape which a failed reply carries, too, with empty
 *     values
 */
public record Endpoint(String method, String path, Map<String, Object> emptyFields) {
  public static Endpoint get(String path) {
    return new Endpoint("GET", path, Map.of());
  }

  public static Endpoint post(String path) {
    return new Endpoint("POST", path, Map.of());
  }

  public Endpoint withEmpty(String field, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>(emptyFields);
    fields.put(field, value);
    return new Endpoint(method, path, fields);
  }

  /**
   * The short name that faults, limits and counters use: {@code add_msg_template}, {@code
   * media/upload}.
   */
  public String name() {
    return path.startsWith("externalcontact/") ? path.substring("externalcontact/".length()) : path;
  }

  /**
   * True if a person would mean this call by the name: short, full, or the last part of the path.
   */
  public boolean isCalled(String name) {
    return name.equals(name())
        || name.equals(path)
        || name.equals(path.substring(path.lastIndexOf('/') + 1));
  }
}
