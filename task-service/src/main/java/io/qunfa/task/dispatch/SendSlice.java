package io.qunfa.task.dispatch;

import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.wire.SendCommand;
import java.util.List;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transaction at the end of a round of dispatch: jobs, messages, lanes, in this order. */
@Component
class SendSlice {
  private final ApplyDecisions applyDecisions;
  private final Outbox outbox;
  private final GiveBackLanes giveBackLanes;
  private final WaitingJobs waitingJobs;

  SendSlice(
      ApplyDecisions applyDecisions,
      Outbox outbox,
      GiveBackLanes giveBackLanes,
      WaitingJobs waitingJobs) {
    this.applyDecisions = applyDecisions;
    this.outbox = outbox;
    this.giveBackLanes = giveBackLanes;
    this.waitingJobs = waitingJobs;
  }

  @Transactional
  public void send(Round round, List<Decided> decided) {
    List<SendJob> dispatched = applyDecisions.apply(decided);
    outbox.addSendings(dispatched.stream().map(job -> sending(job, round)).toList());
    giveBackLanes.giveBack(round, decided, dispatched);
    refuseSecondCalls(dispatched);
  }

  /**
   * Two replicas may have read one lane, and between the two a job that lets others by may have
   * become due. The lanes are locked by now, so who comes second sees what the first one sent, and
   * takes its round back; asked for again, the permits are the same. A job that was never
   * dispatched and has no earlier one beside it cannot be concerned.
   */
  private void refuseSecondCalls(List<SendJob> dispatched) {
    List<JobKey> concerned =
        dispatched.stream()
            .filter(job -> job.id().jobNo() > 1 || job.epoch() > 1)
            .map(SendJob::key)
            .toList();
    if (!concerned.isEmpty() && waitingJobs.anyMeetsAnother(concerned)) {
      throw new OptimisticLockingFailureException(
          "Another job of a campaign and account has been sent on its way meanwhile; the round is"
              + " taken back and its jobs are asked for again");
    }
  }

  /** The round failed: others, or the next round, may take the lanes at once. */
  public void giveUp(Round round) {
    giveBackLanes.giveUp(round);
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
