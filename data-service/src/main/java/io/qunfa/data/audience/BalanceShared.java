package io.qunfa.data.audience;

import io.qunfa.audience.FreezeAudience;
import io.qunfa.ids.AccountId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Chooses the sender of those picked contacts that several senders follow. Contacts with the same
 * choice of senders form a set; only the sizes of the sets come here, the contacts stay in MySQL.
 */
@Component
final class BalanceShared {
  private static final int SETS_AT_A_TIME = 2000;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  BalanceShared(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  void balance(FreezeAudience request) {
    Map<AccountId, Long> loads = new HashMap<>();
    request.senders().forEach(sender -> loads.put(sender.accountId(), sender.load()));
    if (!addFixed(loads)) {
      return;
    }
    findSets(request);
    ShareOut shares = new ShareOut(loads);
    byte[] after = new byte[0];
    for (List<SharedSet> sets = setsAfter(request, after);
        !sets.isEmpty();
        sets = setsAfter(request, after)) {
      writeShares(sets, shares);
      after = sets.getLast().mark();
    }
    assign();
  }

  /**
   * Adds to each account's load what of this audience only it can be given.
   *
   * @return whether there is anything else
   */
  private boolean addFixed(Map<AccountId, Long> loads) {
    AtomicBoolean shared = new AtomicBoolean();
    jdbc.sql("select account_id, count(*) from picked where reason is null group by account_id")
        .query(
            row -> {
              Long account = row.getObject(1, Long.class);
              if (account == null) {
                shared.set(true);
              } else {
                loads.merge(new AccountId(account), row.getLong(2), Long::sum);
              }
            });
    return shared.get();
  }

  private void findSets(FreezeAudience request) {
    batches.update(
        """
        create temporary table marked (
          external_userid varchar(64) character set ascii collate ascii_bin not null primary key,
          mark binary(16) not null)
        select straight_join p.external_userid, bit_xor(s.mark) mark
        from picked p
          join follow f force index (primary) on f.external_userid = p.external_userid
          join sender s force index (primary) on s.member_id = f.member_id
        where p.account_id is null and p.reason is null and f.tenant_id = ? and f.corp_id = ?
        group by p.external_userid
        """,
        request.tenantId().value(),
        request.corpId().value());
    batches.execute(
        """
        create temporary table shared (
          mark binary(16) not null, place int not null,
          external_userid varchar(64) character set ascii collate ascii_bin not null,
          primary key (mark, place))
        select mark, cast(row_number() over (partition by mark order by external_userid) as signed) place,
          external_userid
        from marked
        """);
    batches.execute(
        """
        create temporary table shared_set (
          mark binary(16) not null primary key, n bigint not null,
          sample varchar(64) character set ascii collate ascii_bin not null)
        select mark, count(*) n, min(external_userid) sample from shared group by mark
        """);
    batches.execute(
        """
        create temporary table share (
          mark binary(16) not null, upto int not null, above int not null, account_id bigint not null,
          primary key (mark, upto))
        """);
  }

  private List<SharedSet> setsAfter(FreezeAudience request, byte[] after) {
    Map<String, SharedSet> sets = new LinkedHashMap<>();
    jdbc.sql(
            """
            select g.mark, g.n, s.account_id
            from (select mark, n, sample from shared_set where mark > :after order by mark limit :max) g
              join follow f on f.tenant_id = :tenant and f.corp_id = :corp
                and f.external_userid = g.sample
              join sender s on s.member_id = f.member_id
            order by g.mark, s.account_id
            """)
        .param("after", after)
        .param("max", SETS_AT_A_TIME)
        .param("tenant", request.tenantId().value())
        .param("corp", request.corpId().value())
        .query(
            row -> {
              byte[] mark = row.getBytes(1);
              long size = row.getLong(2);
              sets.computeIfAbsent(
                      HexFormat.of().formatHex(mark),
                      key -> new SharedSet(mark, size, new ArrayList<>()))
                  .accounts()
                  .add(new AccountId(row.getLong(3)));
            });
    return List.copyOf(sets.values());
  }

  private void writeShares(List<SharedSet> sets, ShareOut shares) {
    List<Object[]> rows = new ArrayList<>();
    for (SharedSet set : sets) {
      long above = 0;
      for (Map.Entry<AccountId, Long> given : shares.give(set.size(), set.accounts()).entrySet()) {
        long upto = above + given.getValue();
        rows.add(new Object[] {set.mark(), upto, above, given.getKey().value()});
        above = upto;
      }
    }
    batches.batchUpdate(
        "insert into share (mark, upto, above, account_id) values (?, ?, ?, ?)", rows);
  }

  private void assign() {
    batches.update(
        """
        update shared
          straight_join share on share.mark = shared.mark
            and shared.place > share.above and shared.place <= share.upto
          straight_join picked on picked.external_userid = shared.external_userid
        set picked.account_id = share.account_id
        """);
  }

  @SuppressWarnings("ArrayRecordComponent") // a name for SQL, compared there
  private record SharedSet(byte[] mark, long size, List<AccountId> accounts) {}
}
