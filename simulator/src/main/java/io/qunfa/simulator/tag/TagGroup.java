package io.qunfa.simulator.tag;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A group of corp tags. */
record TagGroup(String id, String name, long createTime, long order, List<Tag> tags) {
  TagGroup {
    tags = List.copyOf(tags);
  }

  TagGroup with(List<Tag> newTags) {
    return new TagGroup(id, name, createTime, order, newTags);
  }

  TagGroup plus(List<Tag> more) {
    List<Tag> all = new ArrayList<>(tags);
    all.addAll(more);
    return with(all);
  }

  TagGroup renamed(String newName, long newOrder) {
    return new TagGroup(id, newName, createTime, newOrder, tags);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("group_id", id);
    json.writeStringField("group_name", name);
    json.writeNumberField("create_time", createTime);
    json.writeNumberField("order", order);
    json.writeBooleanField("deleted", false);
    json.writeArrayFieldStart("tag");
    for (Tag tag : tags) {
      json.writeStartObject();
      json.writeStringField("id", tag.id());
      json.writeStringField("name", tag.name());
      json.writeNumberField("create_time", tag.createTime());
      json.writeNumberField("order", tag.order());
      json.writeBooleanField("deleted", false);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
