package io.qunfa.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One campaign, or one single task: both share one number range. A decimal string in JSON. */
public record CampaignId(long value) {
  @JsonCreator
  public static CampaignId of(String text) {
    return new CampaignId(Numbers.parse("campaign id", text));
  }

  @JsonValue
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
