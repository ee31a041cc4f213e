package io.qunfa.data.audience;

import io.qunfa.audience.AudienceRule;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.data.contact.Contacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One part of a rule as SQL about the contact {@code f}.
 *
 * <p>One subquery per tag, because only with the tag, not with a list of tags, can the key be
 * followed down to the contact. Without semijoin, because that would change the order in which the
 * contacts are walked.
 */
record RuleCondition(String sql, List<Object> values) {
  private static final String TAGGED =
      """
      exists (
        select /*+ no_semijoin() */ 1 from contact_tag t
        where t.tenant_id = ? and t.tag_id = ? and t.external_userid = f.external_userid)
      """;

  RuleCondition {
    values = List.copyOf(values);
  }

  /** All of them must hold. */
  static List<RuleCondition> of(FreezeAudience request, Contacts contacts) {
    AudienceRule rule = request.audience();
    List<RuleCondition> all = new ArrayList<>();
    if (!rule.anyTags().isEmpty()) {
      all.add(anyTag("and", request, numbers(request, contacts, rule.anyTags())));
    }
    for (String tag : rule.allTags()) {
      all.add(anyTag("and", request, numbers(request, contacts, List.of(tag))));
    }
    if (!rule.noneTags().isEmpty()) {
      all.add(anyTag("and not", request, numbers(request, contacts, rule.noneTags())));
    }
    if (!rule.memberUserids().isEmpty()) {
      all.add(followedByAny(request, contacts));
    }
    return all;
  }

  private static Collection<Long> numbers(
      FreezeAudience request, Contacts contacts, List<String> tags) {
    return contacts.tagIds(request.tenantId(), request.corpId(), tags).values();
  }

  private static RuleCondition anyTag(
      String lead, FreezeAudience request, Collection<Long> tagIds) {
    return new RuleCondition(
        "%s (%s)\n".formatted(lead, joined(tagIds, TAGGED, " or ")),
        tagIds.stream()
            .flatMap(tagId -> Stream.<Object>of(request.tenantId().value(), tagId))
            .toList());
  }

  private static RuleCondition followedByAny(FreezeAudience request, Contacts contacts) {
    Collection<Long> members =
        contacts
            .memberIds(request.tenantId(), request.corpId(), request.audience().memberUserids())
            .values();
    List<Object> values = new ArrayList<>();
    values.add(request.tenantId().value());
    values.add(request.corpId().value());
    values.addAll(members);
    return new RuleCondition(
        """
        and exists (
          select /*+ no_semijoin() */ 1 from follow m
          where m.tenant_id = ? and m.corp_id = ? and m.external_userid = f.external_userid
            and m.member_id in (%s))
        """
            .formatted(members.isEmpty() ? "null" : joined(members, "?", ", ")),
        values);
  }

  /** Of nothing, nothing is true. */
  private static String joined(Collection<Long> values, String each, String separator) {
    return values.isEmpty()
        ? "false"
        : values.stream().map(value -> each).collect(Collectors.joining(separator));
  }
}
