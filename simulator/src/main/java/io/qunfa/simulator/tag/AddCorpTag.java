package io.qunfa.simulator.tag;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** Adds tags to a group, which is made if it is new. */
@Component
class AddCorpTag implements WecomApi {
  static final int LONGEST_NAME = 30;
  private static final int ID_BYTES = 21;

  private final Tags tags;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  AddCorpTag(Tags tags, Clock clock) {
    this.tags = tags;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/add_corp_tag");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    String groupId = params.text("group_id");
    String groupName = params.text("group_name");
    if (groupId.isEmpty() && groupName.isEmpty()) {
      throw new WecomError(40063);
    }
    refuseLong(groupName);
    long now = clock.instant().getEpochSecond();
    List<Tag> added =
        params.objects("tag", 1_000).stream()
            .map(tag -> new Tag(newId(), nameOf(tag), now, tag.number("order", 0)))
            .toList();
    if (added.isEmpty()) {
      throw new WecomError(40063);
    }
    boolean byId = !groupId.isEmpty();
    TagGroup wanted =
        new TagGroup(byId ? groupId : newId(), groupName, now, params.number("order", 0), added);
    TagGroup group = tags.of(call.corp()).add(wanted, byId);
    return Reply.of(
        json -> {
          json.writeFieldName("tag_group");
          group.write(json);
        });
  }

  static void refuseLong(String name) {
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      throw new WecomError(40058, "name is longer than " + LONGEST_NAME);
    }
  }

  private static String nameOf(Params tag) {
    String name = tag.required("name", 40063);
    refuseLong(name);
    return name;
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "et" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
