package io.qunfa.data.audience;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.data.ledger.PlannedRecipient;
import io.qunfa.ids.AccountId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Chooses the least used sender for each contact of one task after the other. */
final class ChooseSenders {
  private final Map<AccountId, Sender> senders;
  private final Map<String, List<Sender>> byMember;
  private final FollowersOf.Followers followers;
  private final Map<AccountId, Long> loads = new HashMap<>();

  ChooseSenders(List<Sender> senders, FollowersOf.Followers followers) {
    this.senders = senders.stream().collect(Collectors.toMap(Sender::accountId, each -> each));
    this.byMember = senders.stream().collect(Collectors.groupingBy(Sender::memberUserid));
    this.followers = followers;
    senders.forEach(sender -> loads.put(sender.accountId(), sender.load()));
  }

  /** Whom the task would write to, if there is room for them. In the order of the ids. */
  List<String> wished(SingleTask task) {
    return new TreeSet<>(task.externalUserIds())
        .stream().filter(id -> exclusion(id).isEmpty() && senderFor(id, task).isPresent()).toList();
  }

  /**
   * @param denied contacts that have had enough messages
   */
  Chosen choose(SingleTask task, Map<String, ExclusionReason> denied) {
    SortedMap<AccountId, List<String>> shares = new TreeMap<>(ByAccount.ORDER);
    Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
    List<PlannedRecipient> recipients = new ArrayList<>();
    // In the order of the ids, as a campaign does it, each once.
    for (String id : new TreeSet<>(task.externalUserIds())) {
      Optional<ExclusionReason> reason =
          exclusion(id).or(() -> Optional.ofNullable(denied.get(id)));
      Optional<Sender> sender = reason.isPresent() ? Optional.empty() : senderFor(id, task);
      if (sender.isPresent()) {
        AccountId account = sender.get().accountId();
        shares.computeIfAbsent(account, each -> new ArrayList<>()).add(id);
        loads.merge(account, 1L, Long::sum);
      } else {
        ExclusionReason why = reason.orElse(ExclusionReason.NO_SENDER);
        excluded.merge(why, 1L, Long::sum);
        recipients.add(new PlannedRecipient(id, 0, why));
      }
    }
    FrozenAudience audience = CutJobs.cut(sizes(shares), excluded, senders);
    recipients.addAll(placed(audience, shares));
    return new Chosen(audience, recipients);
  }

  private Optional<ExclusionReason> exclusion(String id) {
    if (!followers.members().containsKey(id)) {
      return Optional.of(ExclusionReason.UNKNOWN_CONTACT);
    }
    return followers.suppressed().contains(id)
        ? Optional.of(ExclusionReason.SUPPRESSED)
        : Optional.empty();
  }

  private Optional<Sender> senderFor(String id, SingleTask task) {
    return followers.members().getOrDefault(id, Set.of()).stream()
        .flatMap(member -> byMember.getOrDefault(member, List.of()).stream())
        .filter(
            sender ->
                task.allowedAccounts().isEmpty()
                    || task.allowedAccounts().contains(sender.accountId()))
        .max(
            Comparator.comparingDouble(
                    (Sender sender) -> sender.rank(loads.getOrDefault(sender.accountId(), 0L)))
                .thenComparing(Sender::accountId, ByAccount.ORDER.reversed()));
  }

  private static SortedMap<AccountId, Long> sizes(SortedMap<AccountId, List<String>> shares) {
    SortedMap<AccountId, Long> sizes = new TreeMap<>(ByAccount.ORDER);
    shares.forEach((account, ids) -> sizes.put(account, (long) ids.size()));
    return sizes;
  }

  private static List<PlannedRecipient> placed(
      FrozenAudience audience, Map<AccountId, List<String>> shares) {
    List<PlannedRecipient> recipients = new ArrayList<>();
    Map<AccountId, Integer> taken = new HashMap<>();
    for (PlannedJob job : audience.jobs()) {
      int from = taken.getOrDefault(job.accountId(), 0);
      shares
          .getOrDefault(job.accountId(), List.of())
          .subList(from, from + job.recipients())
          .stream()
          .map(id -> new PlannedRecipient(id, job.jobNo(), null))
          .forEach(recipients::add);
      taken.put(job.accountId(), from + job.recipients());
    }
    return recipients;
  }

  record Chosen(FrozenAudience audience, List<PlannedRecipient> recipients) {}
}
