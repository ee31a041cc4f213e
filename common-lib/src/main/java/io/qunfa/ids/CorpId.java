package io.qunfa.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A WeCom enterprise, named by the corpid that WeCom gave it. */
public record CorpId(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{4,64}");

  @JsonCreator
  public CorpId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "corp id must be 4 to 64 letters, digits, '_' or '-', got \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
