package io.qunfa.simulator.tag;

import io.qunfa.simulator.contact.Followed;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Puts tags on a customer, for one member who follows it, or takes them off. */
@Component
class MarkTag implements WecomApi {
  private final Tags tags;
  private final CurrentSettings settings;

  MarkTag(Tags tags, CurrentSettings settings) {
    this.tags = tags;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/mark_tag");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    Followed followed = Followed.named(params, call.corp(), settings.get().openContacts());
    List<String> added = params.texts("add_tag", 3_000);
    List<String> removed = params.texts("remove_tag", 3_000);
    if (added.isEmpty() && removed.isEmpty()) {
      throw new WecomError(40063);
    }
    tags.requireKnown(call.corp(), added);
    tags.requireKnown(call.corp(), removed);
    followed.annotate(
        note -> {
          Set<String> now = new HashSet<>(note.tags());
          now.addAll(added);
          removed.forEach(now::remove);
          return note.withTags(now);
        });
    return Reply.ok();
  }
}
