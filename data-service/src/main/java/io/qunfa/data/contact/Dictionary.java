package io.qunfa.data.contact;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Numbers for the names of one kind within a corp: members, tags. A name keeps its number. */
final class Dictionary {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final String table;
  private final String name;
  private final String number;

  private Dictionary(JdbcTemplate batches, String table, String name, String number) {
    this.jdbc = JdbcClient.create(batches);
    this.batches = batches;
    this.table = table;
    this.name = name;
    this.number = number;
  }

  static Dictionary ofMembers(JdbcTemplate batches) {
    return new Dictionary(batches, "member", "member_userid", "member_id");
  }

  static Dictionary ofTags(JdbcTemplate batches) {
    return new Dictionary(batches, "tag", "name", "tag_id");
  }

  /** The numbers of those names that have one. */
  Map<String, Long> known(TenantId tenant, CorpId corp, Collection<String> names) {
    Map<String, Long> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    jdbc.sql(
            """
            select %s, %s from %s
            where tenant_id = :tenant and corp_id = :corp and %s in (:names)
            """
                .formatted(name, number, table, name))
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("names", names)
        .query(
            row -> {
              found.put(row.getString(1), row.getLong(2));
            });
    return found;
  }

  /** The numbers of all these names; those without one get it. */
  Map<String, Long> numbers(TenantId tenant, CorpId corp, Collection<String> names) {
    Map<String, Long> found = known(tenant, corp, names);
    List<String> missing =
        names.stream().filter(each -> !found.containsKey(each)).distinct().sorted().toList();
    if (missing.isEmpty()) {
      return found;
    }
    batches.batchUpdate(
        "insert ignore into %s (tenant_id, corp_id, %s) values (?, ?, ?)".formatted(table, name),
        missing.stream().map(each -> new Object[] {tenant.value(), corp.value(), each}).toList());
    found.putAll(known(tenant, corp, missing));
    return found;
  }
}
