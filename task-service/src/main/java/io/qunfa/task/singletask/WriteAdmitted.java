package io.qunfa.task.singletask;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.toMap;

import io.qunfa.audience.FreezeTasks.FrozenTask;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.singletask.WaitingTask.Group;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One transaction: tasks leave the queue, their jobs are ready, their lanes awake. Once. */
@Component
class WriteAdmitted {
  private final WaitingTasks waiting;
  private final SendJobs jobs;
  private final Lanes lanes;
  private final Clock clock;

  WriteAdmitted(WaitingTasks waiting, SendJobs jobs, Lanes lanes, Clock clock) {
    this.waiting = waiting;
    this.jobs = jobs;
    this.lanes = lanes;
    this.clock = clock;
  }

  @Transactional
  public void write(
      Group group, List<WaitingTask> tasks, List<FrozenTask> frozen, List<SendingAccount> known) {
    Instant now = clock.instant();
    Set<CampaignId> mine = waiting.remove(tasks, now);
    Map<CampaignId, WaitingTask> byId =
        tasks.stream().collect(toMap(WaitingTask::id, Function.identity()));
    List<SendJob> ready =
        frozen.stream()
            .filter(task -> mine.contains(task.taskId()))
            .flatMap(
                task ->
                    task.audience().jobs().stream()
                        .map(job -> jobOf(group, task.taskId(), byId.get(task.taskId()), job)))
            .toList();
    if (ready.isEmpty()) {
      return;
    }
    jobs.insert(ready);
    Map<AccountId, Priority> mostUrgent =
        ready.stream()
            .collect(
                toMap(SendJob::accountId, SendJob::priority, BinaryOperator.minBy(naturalOrder())));
    Map<Lane, Priority> concerned = new HashMap<>();
    for (SendingAccount account : known) {
      Priority priority = mostUrgent.get(account.accountId());
      if (priority != null) {
        concerned.put(Lane.of(group.tenantId(), account), priority);
      }
    }
    if (concerned.size() < mostUrgent.size()) {
      throw new IllegalStateException(
          "data-service chose accounts that account-service does not list: of "
              + mostUrgent.keySet()
              + " it lists "
              + concerned.keySet().stream().map(lane -> lane.id().accountId()).toList());
    }
    lanes.openAndWake(concerned, now);
  }

  private static SendJob jobOf(
      Group group, CampaignId taskId, @Nullable WaitingTask task, PlannedJob job) {
    if (task == null) {
      throw new IllegalStateException(
          "data-service froze task " + taskId + ", which was not asked");
    }
    return SendJob.planned(
        new SendJob.Share(
            group.tenantId(),
            new JobId(taskId, job.jobNo()),
            group.corpId(),
            group.channel(),
            job.accountId(),
            task.priority()),
        job.recipients());
  }
}
