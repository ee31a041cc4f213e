package io.qunfa.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A sending identity on one channel. A decimal string in JSON. */
public record AccountId(long value) {
  @JsonCreator
  public static AccountId of(String text) {
    return new AccountId(Numbers.parse("account id", text));
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
