package io.qunfa.simulator.tag;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Renames or reorders a tag or a group. */
@Component
class EditCorpTag implements WecomApi {
  private final Tags tags;

  EditCorpTag(Tags tags) {
    this.tags = tags;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/edit_corp_tag");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    String name = params.text("name");
    AddCorpTag.refuseLong(name);
    tags.of(call.corp()).edit(params.required("id", 40063), name, params.number("order", 0));
    return Reply.ok();
  }
}
