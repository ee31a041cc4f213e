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
import io.qunfa.data.protection.FindBusyContacts;
import io.qunfa.data.protection.ImpatientTransaction;
import io.qunfa.ids.CampaignId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;

/**
 * The same as freezing a campaign for many tasks of a few contacts each, in one transaction of a
 * few statements whatever their number.
 */
@Component
class FreezeSingleTasks {
  private static final Comparator<CampaignId> BY_ID = Comparator.comparingLong(CampaignId::value);

  private static final Duration LOOK_FIRST_FOR = Duration.ofSeconds(10);

  private final FollowersOf followersOf;
  private final ProtectAudience protectAudience;
  private final LedgerBook ledger;
  private final FindBusyContacts busyContacts;
  private final ImpatientTransaction transaction;
  private final RetryTemplate retries;

  /** By the nanosecond counter of this process. */
  private volatile long lookFirstUntil = System.nanoTime();

  FreezeSingleTasks(
      FollowersOf followersOf,
      ProtectAudience protectAudience,
      LedgerBook ledger,
      FindBusyContacts busyContacts,
      ImpatientTransaction transaction,
      RetryTemplate retries) {
    this.followersOf = followersOf;
    this.protectAudience = protectAudience;
    this.ledger = ledger;
    this.busyContacts = busyContacts;
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

  /** After a wait in vain, and for some time on, those whose contacts others hold are left out. */
  private FrozenTasks inTransaction(FreezeTasks request) {
    return retries.execute(
        attempt -> {
          Rules rules =
              protectAudience.rules(request.tenantId(), request.corpId(), request.channel());
          long now = System.nanoTime();
          if (attempt.getRetryCount() > 0) {
            lookFirstUntil = now + LOOK_FIRST_FOR.toNanos();
          }
          Set<CampaignId> busy = lookFirstUntil - now > 0 ? busy(request) : Set.of();
          return transaction.execute(() -> frozen(request, rules, busy));
        });
  }

  private Set<CampaignId> busy(FreezeTasks request) {
    Set<String> contacts =
        busyContacts.among(
            request.tenantId(),
            request.corpId(),
            request.tasks().stream()
                .flatMap(task -> task.externalUserIds().stream())
                .collect(Collectors.toUnmodifiableSet()));
    return request.tasks().stream()
        .filter(task -> task.externalUserIds().stream().anyMatch(contacts::contains))
        .map(SingleTask::taskId)
        .collect(Collectors.toUnmodifiableSet());
  }

  private FrozenTasks frozen(FreezeTasks request, Rules rules, Set<CampaignId> busy) {
    Set<CampaignId> standing =
        ledger.opened(
            request.tenantId(), request.tasks().stream().map(SingleTask::taskId).toList());
    Map<CampaignId, SingleTask> fresh = new TreeMap<>(BY_ID);
    Set<CampaignId> left = new TreeSet<>(BY_ID);
    request.tasks().stream()
        .filter(task -> !standing.contains(task.taskId()))
        .forEach(
            task -> {
              if (busy.contains(task.taskId())) {
                left.add(task.taskId());
              } else {
                fresh.putIfAbsent(task.taskId(), task);
              }
            });
    Map<CampaignId, FrozenAudience> audiences = new TreeMap<>(BY_ID);
    if (!fresh.isEmpty()) {
      List<SmallCampaign> campaigns = choose(request, rules, List.copyOf(fresh.values()));
      ledger.writeAll(campaigns);
      campaigns.forEach(each -> audiences.put(each.opening().campaignId(), each.audience()));
    }
    return new FrozenTasks(
        request.tasks().stream()
            .filter(task -> !left.contains(task.taskId()))
            .map(task -> new FrozenTask(task.taskId(), audience(request, audiences, task)))
            .toList(),
        List.copyOf(left));
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
