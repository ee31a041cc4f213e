package io.qunfa.simulator.massend;

import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.MemberRobots;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Stops the members who have not confirmed; what was sent stays sent. */
@Component
class CancelGroupmsgSend implements WecomApi {
  private final MassTasks tasks;
  private final MemberRobots robots;

  CancelGroupmsgSend(MassTasks tasks, MemberRobots robots) {
    this.tasks = tasks;
    this.robots = robots;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/cancel_groupmsg_send");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    robots.cancel(tasks.named(call.params(), call.corp()));
    return Reply.ok();
  }
}
