package io.qunfa.task.dispatch;

import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.wire.SendCommand;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transaction at the end of a round of dispatch: jobs, messages, lanes, in this order. */
@Component
class SendSlice {
  private final ApplyDecisions applyDecisions;
  private final Outbox outbox;
  private final GiveBackLanes giveBackLanes;

  SendSlice(ApplyDecisions applyDecisions, Outbox outbox, GiveBackLanes giveBackLanes) {
    this.applyDecisions = applyDecisions;
    this.outbox = outbox;
    this.giveBackLanes = giveBackLanes;
  }

  @Transactional
  public void send(Round round, List<Decided> decided) {
    List<SendJob> dispatched = applyDecisions.apply(decided);
    outbox.addSendings(dispatched.stream().map(job -> sending(job, round)).toList());
    giveBackLanes.giveBack(round, decided, dispatched);
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
