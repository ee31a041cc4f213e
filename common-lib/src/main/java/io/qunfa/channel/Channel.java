package io.qunfa.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The ways a message can leave the company. Lower case in JSON, in routing keys and in columns. */
public enum Channel {
  API,
  IPAD,
  RPA;

  @JsonCreator
  public static Channel of(String text) {
    for (Channel channel : values()) {
      if (channel.text().equals(text)) {
        return channel;
      }
    }
    throw new IllegalArgumentException(
        "channel must be one of api, ipad, rpa, got \"" + text + "\"");
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
