package io.qunfa.data.audience;

import io.qunfa.audience.AudienceRule;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.data.contact.Contacts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Fills the temporary table {@code picked} of this connection: one row per targeted contact, with
 * its account if there is only one to choose from, or the reason why it is excluded; with neither
 * if several accounts could be chosen. What is decided afterwards is decided on this one picture.
 */
@Component
final class SelectAudience {
  private final JdbcTemplate batches;
  private final Contacts contacts;

  SelectAudience(JdbcTemplate batches, Contacts contacts) {
    this.batches = batches;
    this.contacts = contacts;
  }

  void fill(FreezeAudience request) {
    AudienceRule rule = request.audience();
    batches.execute(
        """
        create temporary table picked (
          external_userid varchar(64) character set ascii collate ascii_bin not null primary key,
          account_id bigint null,
          reason enum ('SUPPRESSED', 'NO_SENDER', 'UNKNOWN_CONTACT', 'FREQUENCY_CAP', 'RECEIVE_QUOTA')
            null)
        """);
    boolean named = !rule.externalUserIds().isEmpty();
    if (named) {
      fillNamed(rule.externalUserIds());
    }
    pick(request, named);
    suppress(request, named);
    if (named) {
      pickUnknown(request);
    }
  }

  private void fillNamed(List<String> ids) {
    LedgerIds.require("/audience/externalUserIds", ids);
    batches.execute(
        """
        create temporary table named (
          external_userid varchar(64) character set ascii collate ascii_bin not null primary key)
        """);
    batches.batchUpdate(
        "insert into named (external_userid) values (?)",
        ids.stream().sorted().map(id -> new Object[] {id}).toList());
  }

  /**
   * Walks {@code follow} in the order of its key (of the named ids, if any are named), so that the
   * rows of one contact come together and neither grouping nor inserting needs a sort.
   * straight_join and force index keep the optimiser to that walk: its statistics are wrong for
   * seconds after an import.
   */
  private void pick(FreezeAudience request, boolean named) {
    List<Object> values = new ArrayList<>();
    StringBuilder conditions = new StringBuilder();
    for (RuleCondition condition : RuleCondition.of(request, contacts)) {
      conditions.append(condition.sql());
      values.addAll(condition.values());
    }
    String source =
        named
            ? "named n straight_join follow f force index (primary) on f.external_userid = n.external_userid"
            : "follow f force index (primary)";
    values.addFirst(request.corpId().value());
    values.addFirst(request.tenantId().value());
    batches.update(
        """
        insert into picked (external_userid, account_id, reason)
        select straight_join f.external_userid,
          if(count(s.account_id) = 1, min(s.account_id), null),
          if(count(s.account_id) = 0, 'NO_SENDER', null)
        from %s
          left join sender s force index (primary) on s.member_id = f.member_id
        where f.tenant_id = ? and f.corp_id = ?
        %s
        group by f.external_userid
        """
            .formatted(source, conditions),
        values.toArray());
  }

  /** Walks the smaller side: usually few are suppressed, and of the named there are few. */
  private void suppress(FreezeAudience request, boolean named) {
    String sides =
        named
            ? "picked p straight_join suppression x force index (primary)"
            : "suppression x force index (primary) straight_join picked p force index (primary)";
    batches.update(
        """
        update %s on x.external_userid = p.external_userid
        set p.reason = 'SUPPRESSED', p.account_id = null
        where x.tenant_id = ? and x.corp_id = ?
        """
            .formatted(sides),
        request.tenantId().value(),
        request.corpId().value());
  }

  private void pickUnknown(FreezeAudience request) {
    batches.update(
        """
        insert into picked (external_userid, reason)
        select n.external_userid, 'UNKNOWN_CONTACT' from named n
        where not exists (
          select 1 from contact c
          where c.tenant_id = ? and c.corp_id = ? and c.external_userid = n.external_userid)
        """,
        request.tenantId().value(),
        request.corpId().value());
  }
}
