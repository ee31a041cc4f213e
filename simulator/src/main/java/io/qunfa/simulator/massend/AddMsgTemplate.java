package io.qunfa.simulator.massend;

import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.task.Content;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.Tally;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Creates a mass-send task. */
@Component
class AddMsgTemplate implements WecomApi {
  private final ReadContent readContent;
  private final ChooseRecipients chooseRecipients;
  private final MassTasks tasks;
  private final Tally tally;
  private final CurrentSettings settings;

  AddMsgTemplate(
      ReadContent readContent,
      ChooseRecipients chooseRecipients,
      MassTasks tasks,
      Tally tally,
      CurrentSettings settings) {
    this.readContent = readContent;
    this.chooseRecipients = chooseRecipients;
    this.tasks = tasks;
    this.tally = tally;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/add_msg_template")
        .withEmpty("fail_list", List.of())
        .withEmpty("msgid", "");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    MassRequest request = MassRequest.read(call);
    Content content = readContent.read(call.corp(), request.params());
    ChooseRecipients.Chosen chosen = chooseRecipients.choose(call.corp(), request);
    List<String> refused = chosen.refused();
    int strangerErrcode = settings.get().strangerErrcode();
    if (!refused.isEmpty() && strangerErrcode != 0) {
      throw new WecomError(strangerErrcode);
    }
    if (chosen.shares().isEmpty()) {
      tally.allRefused(refused.size());
      throw new WecomError(41048);
    }
    MassTask task =
        tasks.create(
            call.corp(),
            new MassTask.Order(
                request.group(),
                "",
                request.allowSelect(),
                content,
                chosen.shares(),
                refused.size()));
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("fail_list");
          for (String id : refused) {
            json.writeString(id);
          }
          json.writeEndArray();
          json.writeStringField("msgid", task.msgid());
        });
  }
}
