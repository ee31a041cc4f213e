package io.qunfa.task.deadletter;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has just died.
 *
 * @param name the same for the same thing, within its tenant
 * @param evidence what went wrong, for a person
 * @param attempts the dispatches of a job so far; 1 for a message, whose arrivals are added up
 */
public record NewLetter(
    TenantId tenantId,
    LetterKind kind,
    String name,
    String queue,
    DeadReason reason,
    @Nullable String evidence,
    int attempts,
    About about,
    Payload payload,
    Map<String, String> headers) {

  /** What it speaks of, as far as that is known. */
  public record About(
      @Nullable CampaignId campaignId,
      @Nullable Integer jobNo,
      @Nullable Integer epoch,
      @Nullable CorpId corpId,
      @Nullable Channel channel,
      @Nullable AccountId accountId,
      @Nullable Integer recipients,
      @Nullable Integer code) {}

  public NewLetter {
    headers = Map.copyOf(headers);
  }
}
