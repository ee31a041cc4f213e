package io.qunfa.task.singletask;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An accepted task whose contacts have no senders yet. */
record WaitingTask(
    Group group,
    CampaignId id,
    Priority priority,
    @Nullable AccountId accountId,
    @Nullable String accountTag,
    List<String> externalUserIds,
    Exemption exemption) {

  /** Tasks that can be admitted with one question. */
  record Group(TenantId tenantId, CorpId corpId, Channel channel) {}

  /** Tasks that are claimed together, oldest first. */
  record Queue(Priority priority, Group group) {}

  Queue queue() {
    return new Queue(priority, group);
  }
}
