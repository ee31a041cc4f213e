package io.qunfa.apiexecutor;

import io.qunfa.apiexecutor.followup.FollowUpWecom;
import io.qunfa.apiexecutor.send.PrepareSending;
import io.qunfa.channel.Channel;
import io.qunfa.executor.ChannelSender;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.wire.SendCommand;
import java.util.List;
import org.springframework.stereotype.Component;

/** The api channel for the skeleton that the executors share. */
@Component
class ApiChannel implements ChannelSender {
  private final PrepareSending prepare;
  private final FollowUpWecom followUps;

  ApiChannel(PrepareSending prepare, FollowUpWecom followUps) {
    this.prepare = prepare;
    this.followUps = followUps;
  }

  @Override
  public Channel channel() {
    return Channel.API;
  }

  @Override
  public Preparation prepare(
      SendCommand command, JobContent content, List<String> externalUserIds) {
    return prepare.prepare(command, content, externalUserIds);
  }

  @Override
  public void followUp(FollowUp followUp, Reports reports) {
    followUps.run(followUp, reports);
  }
}
