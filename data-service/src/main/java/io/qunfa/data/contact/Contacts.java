package io.qunfa.data.contact;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a corp knows about its customers. */
@Component
public final class Contacts {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final Dictionary members;
  private final Dictionary tags;

  Contacts(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.members = Dictionary.ofMembers(batches);
    this.tags = Dictionary.ofTags(batches);
  }

  /**
   * Writes rows of an export, in their order: a later row of the same contact and member replaces
   * the earlier one, its tags included. Rows that stand already are left alone. Belongs into a
   * transaction.
   *
   * @return how many of the rows only repeat an earlier row of the same import
   */
  public int put(TenantId tenant, CorpId corp, long importId, List<FollowRow> rows) {
    Map<String, Long> memberIds =
        members.numbers(tenant, corp, distinct(rows.stream().map(FollowRow::memberUserid)));
    Map<String, Long> tagIds =
        tags.numbers(tenant, corp, distinct(rows.stream().flatMap(row -> row.tags().stream())));
    Map<FollowKey, Followed> standing = standing(tenant, corp, rows);

    int repeats = 0;
    // In the order of the keys, so that two imports of one corp lock in the same order.
    Map<FollowKey, Followed> changed = new TreeMap<>();
    Map<String, FollowRow> contacts = new TreeMap<>();
    for (FollowRow row : rows) {
      FollowKey key =
          new FollowKey(
              row.externalUserId(), Objects.requireNonNull(memberIds.get(row.memberUserid())));
      Followed now = new Followed(key, row, idsOf(row.tags(), tagIds), row.digest(), importId);
      Followed before = changed.getOrDefault(key, standing.get(key));
      if (before != null && before.importId() == importId && before.saysTheSame(now)) {
        repeats++;
      }
      if (before == null || before.importId() != importId || !before.saysTheSame(now)) {
        changed.put(key, now);
      }
      contacts.put(row.externalUserId(), row);
    }
    putContacts(tenant, corp, contacts.values());
    putFollows(tenant, corp, changed.values());
    putTags(tenant, changed, standing);
    return repeats;
  }

  public long contactsOf(TenantId tenant, CorpId corp) {
    return count("contact", tenant, corp);
  }

  public long relationsOf(TenantId tenant, CorpId corp) {
    return count("follow", tenant, corp);
  }

  /** The numbers that stand for these members in {@code follow}; unknown members are left out. */
  public Map<String, Long> memberIds(TenantId tenant, CorpId corp, Collection<String> userids) {
    return members.known(tenant, corp, userids);
  }

  /** The numbers that stand for these tags in {@code contact_tag}; unknown tags are left out. */
  public Map<String, Long> tagIds(TenantId tenant, CorpId corp, Collection<String> names) {
    return tags.known(tenant, corp, names);
  }

  private long count(String table, TenantId tenant, CorpId corp) {
    return jdbc.sql(
            "select count(*) from " + table + " where tenant_id = :tenant and corp_id = :corp")
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .query(Long.class)
        .single();
  }

  private Map<FollowKey, Followed> standing(TenantId tenant, CorpId corp, List<FollowRow> rows) {
    return jdbc
        .sql(
            """
            select external_userid, member_id, tag_ids, digest, import_id from follow
            where tenant_id = :tenant and corp_id = :corp and external_userid in (:ids)
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("ids", distinct(rows.stream().map(FollowRow::externalUserId)))
        .query(
            (row, number) ->
                new Followed(
                    new FollowKey(row.getString(1), row.getLong(2)),
                    null,
                    row.getString(3),
                    row.getBytes(4),
                    row.getLong(5)))
        .list()
        .stream()
        .collect(Collectors.toMap(Followed::key, each -> each));
  }

  private void putContacts(TenantId tenant, CorpId corp, Collection<FollowRow> rows) {
    batches.batchUpdate(
        """
        insert into contact (tenant_id, corp_id, external_userid, name, gender)
        values (?, ?, ?, ?, ?)
        on duplicate key update name = values(name), gender = values(gender)
        """,
        rows.stream()
            .map(
                row ->
                    new @Nullable Object[] {
                      tenant.value(), corp.value(), row.externalUserId(), row.name(), row.gender()
                    })
            .toList());
  }

  private void putFollows(TenantId tenant, CorpId corp, Collection<Followed> changed) {
    batches.batchUpdate(
        """
        insert into follow (tenant_id, corp_id, external_userid, member_id, remark, added_at,
                            tag_ids, digest, import_id)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on duplicate key update remark = values(remark), added_at = values(added_at),
          tag_ids = values(tag_ids), digest = values(digest), import_id = values(import_id)
        """,
        changed.stream().map(each -> each.values(tenant, corp)).toList());
  }

  private void putTags(
      TenantId tenant, Map<FollowKey, Followed> changed, Map<FollowKey, Followed> standing) {
    List<Object[]> gone = new ArrayList<>();
    List<Object[]> come = new ArrayList<>();
    changed.forEach(
        (key, now) -> {
          Followed before = standing.get(key);
          Set<String> old = before == null ? Set.of() : before.tagSet();
          now.tagSet().stream()
              .filter(tag -> !old.contains(tag))
              .forEach(tag -> come.add(key.tagged(tenant, tag)));
          old.stream()
              .filter(tag -> !now.tagSet().contains(tag))
              .forEach(tag -> gone.add(key.tagged(tenant, tag)));
        });
    if (!gone.isEmpty()) {
      batches.batchUpdate(
          """
          delete from contact_tag
          where tenant_id = ? and tag_id = ? and external_userid = ? and member_id = ?
          """,
          gone);
    }
    if (!come.isEmpty()) {
      batches.batchUpdate(
          """
          insert ignore into contact_tag (tenant_id, tag_id, external_userid, member_id)
          values (?, ?, ?, ?)
          """,
          come);
    }
  }

  private static String idsOf(List<String> names, Map<String, Long> ids) {
    return names.stream()
        .map(ids::get)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static Set<String> distinct(Stream<String> texts) {
    return texts.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private record FollowKey(String externalUserId, long memberId) implements Comparable<FollowKey> {
    @Override
    public int compareTo(FollowKey other) {
      int byContact = externalUserId.compareTo(other.externalUserId);
      return byContact != 0 ? byContact : Long.compare(memberId, other.memberId);
    }

    Object[] tagged(TenantId tenant, String tagId) {
      return new Object[] {tenant.value(), Long.parseLong(tagId), externalUserId, memberId};
    }
  }

  /**
   * A relation as it stands or shall stand.
   *
   * @param row null for one that was read back
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by saysTheSame
  private record Followed(
      FollowKey key, @Nullable FollowRow row, String tagIds, byte[] digest, long importId) {
    boolean saysTheSame(Followed other) {
      return Arrays.equals(digest, other.digest);
    }

    Set<String> tagSet() {
      return tagIds.isEmpty() ? Set.of() : Set.of(tagIds.split(",", -1));
    }

    @Nullable Object[] values(TenantId tenant, CorpId corp) {
      if (row == null) {
        throw new IllegalStateException("a relation that was read is not written");
      }
      Instant added = row.addedAt();
      return new @Nullable Object[] {
        tenant.value(),
        corp.value(),
        key.externalUserId(),
        key.memberId(),
        row.remark(),
        added == null ? null : Timestamp.from(added),
        tagIds,
        digest,
        importId
      };
    }
  }
}
