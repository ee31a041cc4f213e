package io.qunfa.audience;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.util.List;

/**
 * The same as {@link FreezeAudience} for many single tasks of one corp in one call, each with its
 * own few contacts. Idempotent by task.
 */
public record FreezeTasks(
    TenantId tenantId,
    CorpId corpId,
    Channel channel,
    List<Sender> senders,
    List<SingleTask> tasks) {
  public FreezeTasks {
    senders = List.copyOf(senders);
    tasks = List.copyOf(tasks);
  }

  /**
   * @param allowedAccounts the account the caller named, or those that carry the tag the caller
   *     named; empty: any sender that follows the contact
   */
  public record SingleTask(
      CampaignId taskId,
      List<AccountId> allowedAccounts,
      List<String> externalUserIds,
      Exemption exemption) {
    public SingleTask {
      allowedAccounts = List.copyOf(allowedAccounts);
      externalUserIds = List.copyOf(externalUserIds);
    }
  }

  /**
   * In the order of the request.
   *
   * @param busy tasks that are not frozen yet: somebody else counts messages to one of their
   *     contacts just now; to be asked for again in a second or two
   */
  public record FrozenTasks(List<FrozenTask> tasks, List<CampaignId> busy) {
    public FrozenTasks {
      tasks = List.copyOf(tasks);
      busy = List.copyOf(busy);
    }
  }

  public record FrozenTask(CampaignId taskId, FrozenAudience audience) {}
}
