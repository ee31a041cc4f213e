package io.qunfa.task.dispatch;

import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.split.JobSplit;
import io.qunfa.task.split.JobSplits;
import io.qunfa.wire.SendCommand;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transaction at the end of a round of dispatch: jobs, messages, lanes, in this order. */
@Component
class SendSlice {
  private final SendJobs jobs;
  private final Outbox outbox;
  private final JobSplits splits;
  private final GiveBackLanes giveBackLanes;
  private final Clock clock;

  SendSlice(
      SendJobs jobs, Outbox outbox, JobSplits splits, GiveBackLanes giveBackLanes, Clock clock) {
    this.jobs = jobs;
    this.outbox = outbox;
    this.splits = splits;
    this.giveBackLanes = giveBackLanes;
    this.clock = clock;
  }

  @Transactional
  public void send(Round round, List<Decided> decided) {
    List<JobChange> dispatched =
        jobs.changeUntouched(
            decided.stream().filter(Decided::isGranted).map(Decided::dispatched).toList());
    splits.begin(decided.stream().filter(Decided::isGrantedInPart).map(this::split).toList());
    outbox.addSendings(dispatched.stream().map(change -> sending(change.after(), round)).toList());
    giveBackLanes.giveBack(round, decided, dispatched.stream().map(JobChange::after).toList());
  }

  /** The round failed: others, or the next round, may take the lanes at once. */
  public void giveUp(Round round) {
    giveBackLanes.giveUp(round);
  }

  private JobSplit split(Decided decided) {
    Decision decision = decided.decision();
    return new JobSplit(
        decided.job(),
        decision.granted(),
        Objects.requireNonNull(decision.permitId()),
        clock.instant().plus(decision.retryAfter()),
        decision.decidedBy().name());
  }

  private static Outbox.Sending sending(SendJob job, Round round) {
    Lane lane = round.lane(job.laneId()).lane();
    SendJob.Permit permit = job.permit();
    if (permit == null) {
      throw new IllegalStateException("job " + job.id() + " was dispatched without a permit");
    }
    SendCommand command =
        new SendCommand(
            SendCommand.VERSION,
            job.tenantId(),
            job.corpId(),
            job.id().campaignId(),
            job.id().jobNo(),
            job.epoch(),
            job.channel(),
            job.accountId(),
            lane.credentialId(),
            lane.memberUserid(),
            job.recipients(),
            permit.expiresAt());
    return new Outbox.Sending(command, job.priority());
  }
}
