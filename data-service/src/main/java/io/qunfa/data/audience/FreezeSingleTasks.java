package io.qunfa.data.audience;

import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTask;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.data.ledger.LedgerBook;
import io.qunfa.data.ledger.PlannedRecipient;
import io.qunfa.ids.CampaignId;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The same as freezing a campaign for many tasks of a few contacts each, in one transaction of a
 * few statements whatever their number.
 */
@Component
class FreezeSingleTasks {
  private static final Comparator<CampaignId> BY_ID = Comparator.comparingLong(CampaignId::value);

  private final FollowersOf followersOf;
  private final LedgerBook ledger;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;
  private final InstantSource time;

  FreezeSingleTasks(
      FollowersOf followersOf,
      LedgerBook ledger,
      TransactionOperations transaction,
      RetryTemplate retries,
      InstantSource time) {
    this.followersOf = followersOf;
    this.ledger = ledger;
    this.transaction = transaction;
    this.retries = retries;
    this.time = time;
  }

  FrozenTasks freeze(FreezeTasks request) {
    try {
      return retries.execute(attempt -> transaction.execute(status -> frozen(request)));
    } catch (DuplicateKeyException frozenMeanwhile) {
      // Another request has frozen one of these tasks between our look and our insert.
      return retries.execute(attempt -> transaction.execute(status -> frozen(request)));
    }
  }

  private FrozenTasks frozen(FreezeTasks request) {
    Set<CampaignId> standing =
        ledger.opened(
            request.tenantId(), request.tasks().stream().map(SingleTask::taskId).toList());
    List<SingleTask> fresh =
        request.tasks().stream().filter(task -> !standing.contains(task.taskId())).toList();

    Map<CampaignId, FrozenAudience> audiences = new TreeMap<>(BY_ID);
    Map<CampaignId, List<PlannedRecipient>> recipients = new TreeMap<>(BY_ID);
    if (!fresh.isEmpty()) {
      ChooseSenders choice = new ChooseSenders(request.senders(), followersOf.read(request, fresh));
      for (SingleTask task : fresh) {
        if (!audiences.containsKey(task.taskId())) {
          ChooseSenders.Chosen chosen = choice.choose(task);
          audiences.put(task.taskId(), chosen.audience());
          recipients.put(task.taskId(), chosen.recipients());
        }
      }
      ledger.writeAll(request.tenantId(), request.corpId(), audiences, recipients, time.instant());
    }
    return new FrozenTasks(
        request.tasks().stream()
            .map(task -> new FrozenTask(task.taskId(), audience(request, audiences, task)))
            .toList());
  }

  private FrozenAudience audience(
      FreezeTasks request, Map<CampaignId, FrozenAudience> fresh, SingleTask task) {
    FrozenAudience made = fresh.get(task.taskId());
    return made != null ? made : ledger.frozen(request.tenantId(), task.taskId());
  }
}
