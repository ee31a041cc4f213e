package io.qunfa.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Most urgent first (P0 to P3). Lower case in JSON and in routing keys; the rank is the column
 * value.
 */
public enum Priority {
  URGENT(0),
  HIGH(1),
  NORMAL(2),
  LOW(3);

  private final int rank;

  Priority(int rank) {
    this.rank = rank;
  }

  @JsonCreator
  public static Priority of(String text) {
    for (Priority priority : values()) {
      if (priority.text().equals(text)) {
        return priority;
      }
    }
    throw new IllegalArgumentException(
        "priority must be one of urgent, high, normal, low, got \"" + text + "\"");
  }

  public static Priority ofRank(int rank) {
    for (Priority priority : values()) {
      if (priority.rank == rank) {
        return priority;
      }
    }
    throw new IllegalArgumentException("priority rank must be 0 to 3, got " + rank);
  }

  /** 0 for urgent to 3 for low. */
  public int rank() {
    return rank;
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
