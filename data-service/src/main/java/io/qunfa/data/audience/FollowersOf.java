package io.qunfa.data.audience;

import io.qunfa.audience.ExternalUserIds;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What must be known of the contacts of single tasks. */
@Component
final class FollowersOf {
  private static final int IDS_PER_QUERY = 1000;

  private final JdbcClient jdbc;

  FollowersOf(JdbcTemplate template) {
    this.jdbc = JdbcClient.create(template);
  }

  Followers read(FreezeTasks request, List<SingleTask> tasks) {
    Set<String> ids = new HashSet<>();
    tasks.forEach(task -> ids.addAll(task.externalUserIds()));
    LedgerIds.require("/tasks", ids);
    Map<String, Set<String>> members = new HashMap<>();
    Set<String> suppressed = new HashSet<>();
    if (!ids.isEmpty()) {
      readMembers(request, ids, members);
      readSuppressed(request, ids, suppressed);
    }
    return new Followers(members, suppressed);
  }

  /** The members who follow any of these contacts, each once; nobody follows what is no id. */
  List<String> any(TenantId tenant, CorpId corp, List<String> named) {
    List<String> ids = named.stream().filter(ExternalUserIds::canBeHeld).toList();
    Set<String> members = new TreeSet<>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      members.addAll(
          jdbc.sql(
                  """
                  select distinct m.member_userid
                  from follow f join member m on m.member_id = f.member_id
                  where f.tenant_id = :tenant and f.corp_id = :corp and f.external_userid in (:ids)
                  """)
              .param("tenant", tenant.value())
              .param("corp", corp.value())
              .param("ids", ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY)))
              .query(String.class)
              .list());
    }
    return List.copyOf(members);
  }

  private void readMembers(
      FreezeTasks request, Collection<String> ids, Map<String, Set<String>> members) {
    jdbc.sql(
            """
            select f.external_userid, m.member_userid
            from follow f join member m on m.member_id = f.member_id
            where f.tenant_id = :tenant and f.corp_id = :corp and f.external_userid in (:ids)
            """)
        .param("tenant", request.tenantId().value())
        .param("corp", request.corpId().value())
        .param("ids", ids)
        .query(
            row -> {
              members
                  .computeIfAbsent(row.getString(1), id -> new HashSet<>())
                  .add(row.getString(2));
            });
  }

  private void readSuppressed(FreezeTasks request, Collection<String> ids, Set<String> suppressed) {
    jdbc.sql(
            """
            select external_userid from suppression
            where tenant_id = :tenant and corp_id = :corp and external_userid in (:ids)
            """)
        .param("tenant", request.tenantId().value())
        .param("corp", request.corpId().value())
        .param("ids", ids)
        .query(
            row -> {
              suppressed.add(row.getString(1));
            });
  }

  /**
   * @param members the members who follow a contact; contacts of the corp are its keys
   */
  record Followers(Map<String, Set<String>> members, Set<String> suppressed) {}
}
