package io.qunfa.simulator.receipt;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.Share;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Cursors;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells which members of a task have confirmed: status 2, else 0. */
@Component
class GetGroupmsgTask implements WecomApi {
  private static final int MOST = 1_000;
  private static final int USUAL = 500;
  private static final int SENT = 2;

  private final MassTasks tasks;
  private final Cursors cursors;
  private final CurrentSettings settings;

  GetGroupmsgTask(MassTasks tasks, Cursors cursors, CurrentSettings settings) {
    this.tasks = tasks;
    this.cursors = cursors;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/get_groupmsg_task")
        .withEmpty("next_cursor", "")
        .withEmpty("task_list", List.of());
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    MassTask task = tasks.dispatched(params, call.corp());
    int limit = settings.get().page(params.limit(USUAL, MOST));
    String list = endpoint().name() + ' ' + task.msgid();
    List<Share> shares = task.shares();
    int from = (int) Math.min(shares.size(), cursors.position(list, params.text("cursor"), 0));
    int to = Math.min(shares.size(), from + limit);
    Directory directory = call.corp().directory();
    return Reply.of(
        json -> {
          json.writeStringField("next_cursor", to < shares.size() ? cursors.at(list, to) : "");
          json.writeArrayFieldStart("task_list");
          for (Share share : shares.subList(from, to)) {
            Instant sentAt = share.sentAt();
            json.writeStartObject();
            json.writeStringField("userid", directory.userid(share.member()));
            json.writeNumberField("status", sentAt == null ? 0 : SENT);
            if (sentAt != null) {
              json.writeNumberField("send_time", sentAt.getEpochSecond());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
