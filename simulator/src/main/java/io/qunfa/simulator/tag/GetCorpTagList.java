package io.qunfa.simulator.tag;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lists tags: those of the given groups, else the given tags, else all. */
@Component
class GetCorpTagList implements WecomApi {
  private final Tags tags;

  GetCorpTagList(Tags tags) {
    this.tags = tags;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/get_corp_tag_list").withEmpty("tag_group", List.of());
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    Set<String> groupIds = Set.copyOf(params.texts("group_id", 1_000));
    Set<String> tagIds = Set.copyOf(params.texts("tag_id", 1_000));
    List<TagGroup> chosen =
        tags.of(call.corp()).groups().stream()
            .filter(group -> groupIds.isEmpty() || groupIds.contains(group.id()))
            .map(group -> groupIds.isEmpty() ? only(group, tagIds) : group)
            .filter(group -> tagIds.isEmpty() || !group.tags().isEmpty())
            .toList();
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("tag_group");
          for (TagGroup group : chosen) {
            group.write(json);
          }
          json.writeEndArray();
        });
  }

  private static TagGroup only(TagGroup group, Set<String> tagIds) {
    return tagIds.isEmpty()
        ? group
        : group.with(group.tags().stream().filter(tag -> tagIds.contains(tag.id())).toList());
  }
}
