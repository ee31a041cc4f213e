package io.qunfa.account.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A limit policy. A decimal string in JSON. */
public record PolicyId(long value) {
  @JsonCreator
  public static PolicyId of(String text) {
    try {
      return new PolicyId(Long.parseLong(text));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "policy id must be a decimal number, got \"" + text + "\"", notANumber);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
