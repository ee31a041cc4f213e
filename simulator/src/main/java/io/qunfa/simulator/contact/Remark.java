package io.qunfa.simulator.contact;

import io.qunfa.simulator.corp.Note;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes what a member remarks about a customer; what a call does not name stays. */
@Component
class Remark implements WecomApi {
  private final CurrentSettings settings;

  Remark(CurrentSettings settings) {
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/remark");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    String remark = params.text("remark");
    String description = params.text("description");
    String company = params.text("remark_company");
    List<String> mobiles = params.texts("remark_mobiles", 100);
    Followed.named(params, call.corp(), settings.get().openContacts())
        .annotate(
            note ->
                new Note(
                    params.tree().has("remark") ? remark : note.remark(),
                    params.tree().has("description") ? description : note.description(),
                    params.tree().has("remark_company") ? company : note.company(),
                    params.tree().has("remark_mobiles") ? mobiles : note.mobiles(),
                    note.tags()));
    return Reply.ok();
  }
}
