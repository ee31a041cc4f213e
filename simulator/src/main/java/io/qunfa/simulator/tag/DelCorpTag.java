package io.qunfa.simulator.tag;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Deletes tags and groups. */
@Component
class DelCorpTag implements WecomApi {
  private final Tags tags;

  DelCorpTag(Tags tags) {
    this.tags = tags;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/del_corp_tag");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    Set<String> tagIds = Set.copyOf(params.texts("tag_id", 1_000));
    Set<String> groupIds = Set.copyOf(params.texts("group_id", 1_000));
    if (tagIds.isEmpty() && groupIds.isEmpty()) {
      throw new WecomError(40063);
    }
    tags.of(call.corp()).delete(tagIds, groupIds);
    return Reply.ok();
  }
}
