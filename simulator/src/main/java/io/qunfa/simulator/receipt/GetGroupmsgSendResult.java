package io.qunfa.simulator.receipt;

import com.fasterxml.jackson.core.JsonGenerator;
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
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Tells what became of one member's customers or groups. A task for groups shows only what was
 * sent.
 */
@Component
class GetGroupmsgSendResult implements WecomApi {
  private static final int MOST = 1_000;
  private static final int USUAL = 500;
  private static final Share NOTHING = new Share(Directory.NONE, new int[0]);

  private final MassTasks tasks;
  private final Cursors cursors;
  private final CurrentSettings settings;
  private final Clock clock;

  GetGroupmsgSendResult(MassTasks tasks, Cursors cursors, CurrentSettings settings, Clock clock) {
    this.tasks = tasks;
    this.cursors = cursors;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/get_groupmsg_send_result")
        .withEmpty("next_cursor", "")
        .withEmpty("send_list", List.of());
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    MassTask task = tasks.dispatched(params, call.corp());
    String userid = params.required("userid", 41009);
    int limit = settings.get().page(params.limit(USUAL, MOST));
    Share share = shareOf(task, userid);
    boolean group = task.order().group();
    int size = group && share.sentAt() == null ? 0 : share.size();
    String list = endpoint().name() + ' ' + task.msgid() + ' ' + userid;
    int from = (int) Math.min(size, cursors.position(list, params.text("cursor"), 0));
    int to = Math.min(size, from + limit);
    boolean delivering = isDelivering(share);
    List<String> ids = call.corp().directory().ids(share.targets(), from, to);
    return Reply.of(
        json -> {
          json.writeStringField("next_cursor", to < size ? cursors.at(list, to) : "");
          json.writeArrayFieldStart("send_list");
          for (int i = from; i < to; i++) {
            json.writeStartObject();
            json.writeStringField(group ? "chat_id" : "external_userid", ids.get(i - from));
            json.writeStringField("userid", userid);
            writeStatus(json, share, i, delivering);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The member has confirmed, and its customers' results are not written yet. */
  private boolean isDelivering(Share share) {
    Instant sentAt = share.sentAt();
    return sentAt != null && clock.instant().isBefore(sentAt.plus(settings.get().deliveryDelay()));
  }

  private static void writeStatus(JsonGenerator json, Share share, int position, boolean delivering)
      throws IOException {
    byte status = delivering ? Share.UNSENT : share.status(position);
    Instant sentAt = share.sentAt();
    json.writeNumberField("status", status);
    if (status == Share.SENT && sentAt != null) {
      json.writeNumberField("send_time", sentAt.getEpochSecond());
    }
  }

  private static Share shareOf(MassTask task, String userid) {
    int member = task.corp().directory().member(userid);
    if (member == Directory.NONE) {
      throw new WecomError(60111);
    }
    return task.shares().stream()
        .filter(share -> share.member() == member)
        .findFirst()
        .orElse(NOTHING);
  }
}
