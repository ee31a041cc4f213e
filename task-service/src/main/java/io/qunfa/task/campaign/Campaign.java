package io.qunfa.task.campaign;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One content to one audience, planned by an operator; content and audience are its {@link Brief}.
 *
 * @param statusReason why it ended as it did, if there is something to say
 * @param waitingFor what stands in its way just now
 */
public record Campaign(
    TenantId tenantId,
    CampaignId id,
    CorpId corpId,
    String name,
    Channel channel,
    Priority priority,
    CampaignStatus status,
    @Nullable String statusReason,
    @Nullable String waitingFor,
    Schedule schedule,
    SendingPolicy policy,
    Life life) {

  /**
   * @param version grows with every change of status
   */
  public record Life(
      String createdBy,
      Instant createdAt,
      @Nullable Instant launchedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      int version) {}

  boolean isExpired(Instant now) {
    Instant expireAt = schedule.expireAt();
    return expireAt != null && !expireAt.isAfter(now);
  }
}
