package io.qunfa.simulator.corp;

import java.util.List;
import java.util.Set;

/** What a member wrote about a customer, and the tags it put on. */
public record Note(
    String remark, String description, String company, List<String> mobiles, Set<String> tags) {
  public static final Note EMPTY = new Note("", "", "", List.of(), Set.of());

  public Note {
    mobiles = List.copyOf(mobiles);
    tags = Set.copyOf(tags);
  }

  public Note withTags(Set<String> newTags) {
    return new Note(remark, description, company, mobiles, newTags);
  }
}
