package io.qunfa.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A corp id with its secret; owns an access token and serves many accounts. A decimal string in
 * JSON.
 */
public record CredentialId(long value) {
  @JsonCreator
  public static CredentialId of(String text) {
    return new CredentialId(Numbers.parse("credential id", text));
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
