package io.qunfa.data.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One customer of a corp.
 *
 * @param gender 1 male, 2 female, 0 or null unknown
 * @param memberUserids the members who follow it
 * @param tags what any of them put on it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContactCard(
    String externalUserId,
    String name,
    @Nullable Integer gender,
    List<String> memberUserids,
    List<String> tags) {
  ContactCard {
    memberUserids = List.copyOf(memberUserids);
    tags = List.copyOf(tags);
  }
}
