package io.qunfa.data.audience;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTask;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.data.audience.ProtectAudience.Rules;
import io.qunfa.data.audience.ProtectAudience.Wish;
import io.qunfa.data.ledger.LedgerBook;
import io.qunfa.data.ledger.LedgerBook.SmallCampaign;
import io.qunfa.data.ledger.Opening;
import io.qunfa.ids.CampaignId;
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
  private final ProtectAudience protectAudience;
  private final LedgerBook ledger;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;

  FreezeSingleTasks(
      FollowersOf followersOf,
      ProtectAudience protectAudience,
      LedgerBook ledger,
      TransactionOperations transaction,
      RetryTemplate retries) {
    this.followersOf = followersOf;
    this.protectAudience = protectAudience;
    this.ledger = ledger;
    this.transaction = transaction;
    this.retries = retries;
  }

  FrozenTasks freeze(FreezeTasks request) {
    try {
      return inTransaction(request);
    } catch (DuplicateKeyException frozenMeanwhile) {
      // Another request has frozen one of these tasks between our look and our insert.
      return inTransaction(request);
    }
  }

  private FrozenTasks inTransaction(FreezeTasks request) {
    return retries.execute(
        attempt -> {
          Rules rules =
              protectAudience.rules(request.tenantId(), request.corpId(), request.channel());
          return transaction.execute(status -> frozen(request, rules));
        });
  }

  private FrozenTasks frozen(FreezeTasks request, Rules rules) {
    Set<CampaignId> standing =
        ledger.opened(
            request.tenantId(), request.tasks().stream().map(SingleTask::taskId).toList());
    Map<CampaignId, SingleTask> fresh = new TreeMap<>(BY_ID);
    request.tasks().stream()
        .filter(task -> !standing.contains(task.taskId()))
        .forEach(task -> fresh.putIfAbsent(task.taskId(), task));
    Map<CampaignId, FrozenAudience> audiences = new TreeMap<>(BY_ID);
    if (!fresh.isEmpty()) {
      List<SmallCampaign> campaigns = choose(request, rules, List.copyOf(fresh.values()));
      ledger.writeAll(campaigns);
      campaigns.forEach(each -> audiences.put(each.opening().campaignId(), each.audience()));
    }
    return new FrozenTasks(
        request.tasks().stream()
            .map(task -> new FrozenTask(task.taskId(), audience(request, audiences, task)))
            .toList());
  }

  private List<SmallCampaign> choose(FreezeTasks request, Rules rules, List<SingleTask> fresh) {
    ChooseSenders choice = new ChooseSenders(request.senders(), followersOf.read(request, fresh));
    Map<CampaignId, Map<String, ExclusionReason>> denied =
        protectAudience.count(
            rules,
            fresh.stream()
                .flatMap(
                    task ->
                        choice.wished(task).stream()
                            .map(id -> new Wish(task.taskId(), task.exemption(), id)))
                .toList());
    return fresh.stream()
        .map(
            task -> {
              ChooseSenders.Chosen chosen =
                  choice.choose(task, denied.getOrDefault(task.taskId(), Map.of()));
              return new SmallCampaign(
                  opening(request, task, rules),
                  chosen.audience(),
                  chosen.recipients(),
                  rules.checked(task.exemption()));
            })
        .toList();
  }

  private static Opening opening(FreezeTasks request, SingleTask task, Rules rules) {
    return new Opening(
        request.tenantId(),
        task.taskId(),
        request.corpId(),
        request.channel(),
        task.exemption(),
        rules.now());
  }

  private FrozenAudience audience(
      FreezeTasks request, Map<CampaignId, FrozenAudience> fresh, SingleTask task) {
    FrozenAudience made = fresh.get(task.taskId());
    return made != null ? made : ledger.frozen(request.tenantId(), task.taskId());
  }
}
