package io.qunfa.simulator.tag;

import io.qunfa.simulator.wecom.WecomError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tags of one corp, in groups. Thread-safe. */
final class CorpTags {
  private static final int MOST_TAGS = 10_000;

  private final Map<String, TagGroup> groups = new LinkedHashMap<>();

  synchronized List<TagGroup> groups() {
    return List.copyOf(groups.values());
  }

  synchronized boolean knows(String tagId) {
    return groups.values().stream()
        .anyMatch(group -> group.tags().stream().anyMatch(tag -> tag.id().equals(tagId)));
  }

  /**
   * Adds tags to the group with the id or the name of {@code wanted}, or makes it; answers with the
   * group and its new tags.
   *
   * @throws WecomError 40068 if there is no group with the id, 40126 if the corp would have too
   *     many tags
   */
  synchronized TagGroup add(TagGroup wanted, boolean byId) {
    int tags = groups.values().stream().mapToInt(group -> group.tags().size()).sum();
    if (tags + wanted.tags().size() > MOST_TAGS) {
      throw new WecomError(40126);
    }
    TagGroup known =
        groups.values().stream()
            .filter(
                group -> byId ? group.id().equals(wanted.id()) : group.name().equals(wanted.name()))
            .findFirst()
            .orElse(null);
    if (known == null && byId) {
      throw new WecomError(40068);
    }
    TagGroup grown = known == null ? wanted : known.plus(wanted.tags());
    groups.put(grown.id(), grown);
    return grown.with(wanted.tags());
  }

  /** Renames a tag or a group; 40068 if there is neither. */
  synchronized void edit(String id, String name, long order) {
    TagGroup group = groups.get(id);
    if (group != null) {
      groups.put(id, group.renamed(name.isEmpty() ? group.name() : name, order));
      return;
    }
    if (!knows(id)) {
      throw new WecomError(40068);
    }
    groups.replaceAll((groupId, any) -> any.with(edited(any.tags(), id, name, order)));
  }

  /** Deletes tags and groups; a group goes with its last tag. 40068 if an id is unknown. */
  synchronized void delete(Set<String> tagIds, Set<String> groupIds) {
    if (!groups.keySet().containsAll(groupIds) || !tagIds.stream().allMatch(this::knows)) {
      throw new WecomError(40068);
    }
    groups.keySet().removeAll(groupIds);
    groups.replaceAll(
        (id, group) ->
            group.with(group.tags().stream().filter(tag -> !tagIds.contains(tag.id())).toList()));
    groups.values().removeIf(group -> group.tags().isEmpty());
  }

  private static List<Tag> edited(List<Tag> tags, String id, String name, long order) {
    List<Tag> edited = new ArrayList<>();
    for (Tag tag : tags) {
      boolean meant = tag.id().equals(id);
      edited.add(
          meant ? new Tag(id, name.isEmpty() ? tag.name() : name, tag.createTime(), order) : tag);
    }
    return edited;
  }
}
