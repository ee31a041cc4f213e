package io.qunfa.data.contact;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A corp's contacts in the order of their ids; the last id of a page is the cursor to the next. */
@Component
final class ListContacts {
  private final JdbcClient jdbc;

  ListContacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Page<ContactCard> page(TenantId tenant, CorpId corp, String afterId, int limit) {
    List<ContactCard> bare = contacts(tenant, corp, afterId, limit + 1);
    boolean more = bare.size() > limit;
    List<ContactCard> shown = more ? bare.subList(0, limit) : bare;
    List<Relation> relations = relations(tenant, corp, shown);
    Map<String, String> tagNames = tagNames(relations);
    Map<String, List<Relation>> byContact =
        relations.stream().collect(Collectors.groupingBy(Relation::externalUserId));
    return new Page<>(
        shown.stream()
            .map(
                card ->
                    filled(
                        card, byContact.getOrDefault(card.externalUserId(), List.of()), tagNames))
            .toList(),
        more ? shown.getLast().externalUserId() : null);
  }

  private List<ContactCard> contacts(TenantId tenant, CorpId corp, String afterId, int limit) {
    return jdbc.sql(
            """
            select external_userid, name, gender from contact
            where tenant_id = :tenant and corp_id = :corp and external_userid > :after
            order by external_userid limit :limit
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("after", afterId)
        .param("limit", limit)
        .query(
            (row, number) ->
                new ContactCard(
                    row.getString(1),
                    row.getString(2),
                    row.getObject(3, Integer.class),
                    List.of(),
                    List.of()))
        .list();
  }

  private List<Relation> relations(TenantId tenant, CorpId corp, List<ContactCard> cards) {
    if (cards.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select f.external_userid, m.member_userid, f.tag_ids
            from follow f join member m on m.member_id = f.member_id
            where f.tenant_id = :tenant and f.corp_id = :corp and f.external_userid in (:ids)
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("ids", cards.stream().map(ContactCard::externalUserId).toList())
        .query((row, number) -> new Relation(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  private Map<String, String> tagNames(List<Relation> relations) {
    List<String> ids = relations.stream().flatMap(Relation::tagIdsOneByOne).distinct().toList();
    Map<String, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql("select tag_id, name from tag where tag_id in (:ids)")
          .param("ids", ids)
          .query(
              row -> {
                names.put(row.getString(1), row.getString(2));
              });
    }
    return names;
  }

  private static ContactCard filled(
      ContactCard card, List<Relation> relations, Map<String, String> tagNames) {
    return new ContactCard(
        card.externalUserId(),
        card.name(),
        card.gender(),
        List.copyOf(
            relations.stream()
                .map(Relation::memberUserid)
                .collect(Collectors.toCollection(TreeSet::new))),
        List.copyOf(
            relations.stream()
                .flatMap(Relation::tagIdsOneByOne)
                .map(id -> Objects.requireNonNull(tagNames.get(id), "every tag has a name"))
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  private record Relation(String externalUserId, String memberUserid, String tagIds) {
    Stream<String> tagIdsOneByOne() {
      return tagIds.isEmpty() ? Stream.empty() : Arrays.stream(tagIds.split(",", -1));
    }
  }
}
