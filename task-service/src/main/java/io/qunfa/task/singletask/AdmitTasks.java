package io.qunfa.task.singletask;

import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTask;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.FindSenders;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.audience.AudienceRefused;
import io.qunfa.task.audience.Audiences;
import io.qunfa.task.audience.Senders;
import io.qunfa.task.singletask.WaitingTask.Group;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Finds senders for accepted tasks, many of one corp at a time, and makes their jobs. A crash
 * anywhere means that it is done again, with the same answers.
 */
final class AdmitTasks implements Step {
  private static final Logger log = LoggerFactory.getLogger(AdmitTasks.class);

  private final TaskTurns turns;
  private final WaitingTasks waiting;
  private final SendingAccounts accounts;
  private final Audiences audiences;
  private final WriteAdmitted writeAdmitted;
  private final AdmissionSettings settings;
  private final Clock clock;

  /** The clock and the settings. */
  record AdmissionRhythm(AdmissionSettings settings, Clock clock) {}

  /**
   * @param busy those that have to wait for somebody who counts messages to their contacts
   */
  private record Frozen(List<FrozenTask> tasks, Set<CampaignId> busy) {}

  AdmitTasks(
      TaskTurns turns,
      WaitingTasks waiting,
      SendingAccounts accounts,
      Audiences audiences,
      WriteAdmitted writeAdmitted,
      AdmissionRhythm rhythm) {
    this.turns = turns;
    this.waiting = waiting;
    this.accounts = accounts;
    this.audiences = audiences;
    this.writeAdmitted = writeAdmitted;
    this.settings = rhythm.settings();
    this.clock = rhythm.clock();
  }

  @Override
  public boolean run() {
    List<WaitingTask> claimed = turns.next();
    if (claimed.isEmpty()) {
      return false;
    }
    Group group = claimed.getFirst().group();
    try {
      admit(group, claimed);
    } finally {
      turns.done(group);
    }
    return true;
  }

  private void admit(Group group, List<WaitingTask> tasks) {
    try {
      List<SendingAccount> known = candidates(group, tasks);
      Frozen frozen = freeze(group, tasks, known);
      writeAdmitted.write(
          group,
          tasks.stream().filter(task -> !frozen.busy().contains(task.id())).toList(),
          frozen.tasks(),
          withFrozenBefore(group, frozen.tasks(), known));
      retryLater(
          tasks.stream().filter(task -> frozen.busy().contains(task.id())).toList(),
          clock.instant().plus(settings.busyRetryAfter()));
    } catch (AudienceRefused refused) {
      divide(group, tasks, refused);
    } catch (HttpClientErrorException refused) {
      log.error(
          "{} tasks of corp {} are refused by a service that admission needs; tried again in {}",
          tasks.size(),
          group.corpId(),
          settings.refusedRetryAfter(),
          refused);
      retryLater(tasks, clock.instant().plus(settings.refusedRetryAfter()));
    } catch (IllegalStateException unfit) {
      log.error(
          "{} tasks of corp {} cannot be admitted yet; tried again in {}",
          tasks.size(),
          group.corpId(),
          settings.refusedRetryAfter(),
          unfit);
      retryLater(tasks, clock.instant().plus(settings.refusedRetryAfter()));
    } catch (RestClientException away) {
      log.warn(
          "{} tasks of corp {} find no senders yet; tried again in {}",
          tasks.size(),
          group.corpId(),
          settings.retryAfter(),
          away);
      retryLater(tasks, clock.instant().plus(settings.retryAfter()));
    }
  }

  /**
   * Only who follows a contact can write to it, so the accounts of the followers are all there is
   * to choose from, and those that tasks name. A corp's other accounts cost nothing.
   */
  private List<SendingAccount> candidates(Group group, List<WaitingTask> tasks) {
    List<AccountId> named =
        tasks.stream().map(WaitingTask::accountId).filter(Objects::nonNull).distinct().toList();
    List<String> contacts =
        tasks.stream()
            .filter(task -> task.accountId() == null)
            .flatMap(task -> task.externalUserIds().stream())
            .distinct()
            .toList();
    List<String> members = audiences.followers(group.tenantId(), group.corpId(), contacts);
    return find(group, members, named);
  }

  /** What was frozen in an earlier try may name accounts that are candidates no more. */
  private List<SendingAccount> withFrozenBefore(
      Group group, List<FrozenTask> frozen, List<SendingAccount> known) {
    Set<AccountId> at =
        known.stream().map(SendingAccount::accountId).collect(Collectors.toUnmodifiableSet());
    List<AccountId> missing =
        frozen.stream()
            .flatMap(task -> task.audience().jobs().stream())
            .map(PlannedJob::accountId)
            .filter(account -> !at.contains(account))
            .distinct()
            .toList();
    return missing.isEmpty()
        ? known
        : Stream.concat(known.stream(), find(group, List.of(), missing).stream()).toList();
  }

  private List<SendingAccount> find(Group group, List<String> members, List<AccountId> ids) {
    return accounts.find(
        new FindSenders(group.tenantId(), group.corpId(), group.channel(), members, ids));
  }

  /** One task that will never be frozen must not hold up the others. */
  private void divide(Group group, List<WaitingTask> tasks, AudienceRefused refused) {
    if (tasks.size() > 1) {
      int half = tasks.size() / 2;
      admit(group, tasks.subList(0, half));
      admit(group, tasks.subList(half, tasks.size()));
      return;
    }
    log.error("Task {} can never be sent and fails", tasks.getFirst().id(), refused);
    waiting.refuse(tasks.getFirst(), refused.why(), clock.instant());
  }

  private void retryLater(List<WaitingTask> tasks, Instant at) {
    waiting.leaseUntil(at, tasks);
  }

  /**
   * Tasks whose account or tag matches nobody are asked for without senders: an empty list of
   * allowed accounts would mean "any".
   */
  private Frozen freeze(Group group, List<WaitingTask> tasks, List<SendingAccount> known) {
    List<SingleTask> sendable = new ArrayList<>();
    List<SingleTask> senderless = new ArrayList<>();
    for (WaitingTask task : tasks) {
      boolean restricted = task.accountId() != null || task.accountTag() != null;
      List<AccountId> allowed = restricted ? allowed(task, known) : List.of();
      SingleTask single =
          new SingleTask(task.id(), allowed, task.externalUserIds(), task.exemption());
      (restricted && allowed.isEmpty() ? senderless : sendable).add(single);
    }
    FrozenTasks some = ask(group, Senders.of(known), sendable);
    FrozenTasks others = ask(group, List.of(), senderless);
    return new Frozen(
        Stream.concat(some.tasks().stream(), others.tasks().stream()).toList(),
        Stream.concat(some.busy().stream(), others.busy().stream())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private FrozenTasks ask(Group group, List<Sender> senders, List<SingleTask> tasks) {
    return tasks.isEmpty()
        ? new FrozenTasks(List.of(), List.of())
        : audiences.freeze(
            new FreezeTasks(group.tenantId(), group.corpId(), group.channel(), senders, tasks));
  }

  private static List<AccountId> allowed(WaitingTask task, List<SendingAccount> known) {
    return known.stream()
        .filter(
            account ->
                account.accountId().equals(task.accountId())
                    || (task.accountTag() != null && account.tags().contains(task.accountTag())))
        .map(SendingAccount::accountId)
        .toList();
  }
}
