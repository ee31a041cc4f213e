package io.qunfa.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Our customer. In the key of every table. A decimal string in JSON. */
public record TenantId(long value) {
  @JsonCreator
  public static TenantId of(String text) {
    return new TenantId(Numbers.parse("tenant id", text));
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
