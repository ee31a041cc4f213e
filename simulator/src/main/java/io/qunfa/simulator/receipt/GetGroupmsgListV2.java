package io.qunfa.simulator.receipt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Cursors;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lists the tasks of a time span, the newest first. */
@Component
class GetGroupmsgListV2 implements WecomApi {
  private static final int MOST = 100;
  private static final int USUAL = 50;

  private final MassTasks tasks;
  private final Cursors cursors;
  private final CurrentSettings settings;
  private final Clock clock;

  GetGroupmsgListV2(MassTasks tasks, Cursors cursors, CurrentSettings settings, Clock clock) {
    this.tasks = tasks;
    this.cursors = cursors;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/get_groupmsg_list_v2")
        .withEmpty("next_cursor", "")
        .withEmpty("group_msg_list", List.of());
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    ListFilter filter = ListFilter.read(params);
    long asked = params.number("limit", USUAL);
    int limit = settings.get().page(asked < 1 || asked > MOST ? USUAL : (int) asked);
    String list = endpoint().name() + ' ' + call.corp().id() + ' ' + filter;
    long before = cursors.position(list, params.text("cursor"), Long.MAX_VALUE);
    Instant shownUntil = clock.instant().minus(settings.get().listLag());
    List<MassTask> found =
        tasks.bySequence().headMap(before).descendingMap().values().stream()
            .filter(task -> task.corp() == call.corp())
            .filter(task -> !task.createdAt().isAfter(shownUntil))
            .filter(filter::fits)
            .limit(limit + 1L)
            .toList();
    List<MassTask> page = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    return Reply.of(
        json -> {
          json.writeStringField(
              "next_cursor", more ? cursors.at(list, page.getLast().sequence()) : "");
          json.writeArrayFieldStart("group_msg_list");
          for (MassTask task : page) {
            write(json, task);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, MassTask task) throws IOException {
    MassTask.Order order = task.order();
    json.writeStartObject();
    json.writeStringField("msgid", task.msgid());
    if (!order.creator().isEmpty()) {
      json.writeStringField("creator", order.creator());
    }
    json.writeStringField("create_time", Long.toString(task.createdAt().getEpochSecond()));
    json.writeNumberField("create_type", order.creator().isEmpty() ? 0 : 1);
    if (!order.content().text().isEmpty()) {
      json.writeObjectFieldStart("text");
      json.writeStringField("content", order.content().text());
      json.writeEndObject();
    }
    json.writeFieldName("attachments");
    json.writeRawValue(order.content().attachments());
    json.writeEndObject();
  }
}
