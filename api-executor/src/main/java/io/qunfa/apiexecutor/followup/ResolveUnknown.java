package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords.ListedTask;
import io.qunfa.apiexecutor.wecom.MassRecords.SendResult;
import io.qunfa.apiexecutor.wecom.WecomErrors;
import io.qunfa.content.MessageContent;
import io.qunfa.executor.ChannelSender.Reports;
import io.qunfa.executor.suite.DataService;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.job.FollowUp;
import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Looks for a job whose answer was lost: a task created since the call began, of the same content,
 * for the same member, whose recipients are ours, and that is no other job's. Found: accepted after
 * all, but reported only once task-service has taken it for this job, since the ledger believes the
 * report. Absent only if the list was read to its end, late enough to be fresh, and holds nothing
 * that could be ours.
 */
@Component
class ResolveUnknown {
  private final ReadRecords records;
  private final DataService data;
  private final TaskService tasks;
  private final ListFreshness freshness;
  private final FollowUpSettings settings;
  private final InstantSource time;

  ResolveUnknown(
      ReadRecords records,
      DataService data,
      TaskService tasks,
      ListFreshness freshness,
      FollowUpSettings settings,
      InstantSource time) {
    this.records = records;
    this.data = data;
    this.tasks = tasks;
    this.freshness = freshness;
    this.settings = settings;
    this.time = time;
  }

  void resolve(FollowUp followUp, MessageContent content, Reports reports) {
    Set<String> ours =
        new HashSet<>(
            data.recipients(followUp.tenantId(), followUp.jobId(), RecipientState.UNKNOWN));
    if (ours.isEmpty()) {
      throw new AskLater("the ledger does not show the job as unknown yet");
    }
    Instant asked = time.instant();
    List<ListedTask> similar =
        records
            .created(
                followUp,
                followUp.sentAt().minus(settings.clockSkew()),
                lastCreation(followUp, asked).plus(settings.clockSkew()))
            .stream()
            .filter(task -> SameContent.as(content, task))
            .toList();
    JobOutcome outcome =
        judge(followUp, ours, candidates(followUp, unclaimed(followUp, similar)), asked);
    if (outcome instanceof JobOutcome.Accepted found) {
      claim(followUp, found.msgid());
    }
    reports.report(outcome);
  }

  /** No call began late enough to create a task after the list must show it. */
  private Instant lastCreation(FollowUp followUp, Instant asked) {
    Instant fresh = freshness.provesAbsenceFrom(followUp.sentAt());
    return asked.isBefore(fresh) ? asked : fresh;
  }

  /** A task of the same text to the same contact may be another job's: that one is not ours. */
  private List<ListedTask> unclaimed(FollowUp followUp, List<ListedTask> similar) {
    if (similar.isEmpty()) {
      return similar;
    }
    Set<String> taken =
        tasks.takenMsgids(followUp, similar.stream().map(ListedTask::msgid).toList());
    return similar.stream().filter(task -> !taken.contains(task.msgid())).toList();
  }

  private void claim(FollowUp followUp, String msgid) {
    switch (tasks.claimMsgid(followUp, msgid)) {
      case YOURS -> {}
      case ANOTHERS -> throw new AskLater("another job was found as " + msgid + " meanwhile");
      case SETTLED -> throw new AskLater("the job is not unknown any more");
    }
  }

  private List<Candidate> candidates(FollowUp followUp, List<ListedTask> similar) {
    List<Candidate> candidates = new ArrayList<>();
    for (ListedTask task : similar) {
      if (!records.taskOf(followUp, task.msgid()).isEmpty()) {
        Set<String> ids =
            records.results(followUp, task.msgid()).stream()
                .map(SendResult::externalUserId)
                .collect(Collectors.toSet());
        candidates.add(new Candidate(task.msgid(), ids));
      }
    }
    return candidates;
  }

  private JobOutcome judge(
      FollowUp followUp, Set<String> ours, List<Candidate> candidates, Instant asked) {
    List<Candidate> touching =
        candidates.stream()
            .filter(task -> task.recipients().stream().anyMatch(ours::contains))
            .toList();
    List<Candidate> exact =
        touching.stream().filter(task -> ours.containsAll(task.recipients())).toList();
    if (exact.size() == 1 && touching.size() == 1) {
      Candidate found = exact.getFirst();
      return new JobOutcome.Accepted(
          found.msgid(),
          ours.stream()
              .filter(id -> !found.recipients().contains(id))
              .sorted()
              .map(id -> new JobOutcome.RefusedRecipient(id, WecomErrors.IN_FAIL_LIST))
              .toList());
    }
    if (!touching.isEmpty()) {
      return new JobOutcome.Unknown(
          "several tasks at WeCom could be this job, a person must compare them: "
              + touching.stream().map(Candidate::msgid).sorted().toList());
    }
    if (candidates.stream().anyMatch(task -> task.recipients().isEmpty())) {
      return new JobOutcome.Unknown(
          "a task of the same content and sender shows no recipients yet");
    }
    if (asked.isBefore(freshness.provesAbsenceFrom(followUp.sentAt()))) {
      return new JobOutcome.Unknown(
          "WeCom's list does not show it at " + asked + ", which is too early to be sure");
    }
    return new JobOutcome.Absent(
        "WeCom's list, read to its end at " + asked + ", shows no such task");
  }

  /**
   * @param recipients of this member
   */
  private record Candidate(String msgid, Set<String> recipients) {
    Candidate {
      recipients = Set.copyOf(Objects.requireNonNull(recipients));
    }
  }
}
