package io.qunfa.data.audience;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.Sender;
import io.qunfa.ids.AccountId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides for every targeted contact who writes to it, in temporary tables of this connection.
 * Freezing and previewing are this and differ only in what they do with it.
 */
@Component
final class PickAudience {
  private static final List<String> TABLES =
      List.of(
          "sender",
          "named",
          "picked",
          "marked",
          "shared",
          "shared_set",
          "share",
          "share_of_account");

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final SenderTable senderTable;
  private final SelectAudience selectAudience;
  private final BalanceShared balanceShared;

  PickAudience(
      JdbcTemplate batches,
      SenderTable senderTable,
      SelectAudience selectAudience,
      BalanceShared balanceShared) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.senderTable = senderTable;
    this.selectAudience = selectAudience;
    this.balanceShared = balanceShared;
  }

  /**
   * Runs in the caller's transaction. While {@code use} runs, {@code picked} holds every targeted
   * contact with its account or the reason of its exclusion.
   *
   * @param protect excludes from {@code picked} who has had enough messages
   */
  <T> T pick(FreezeAudience request, Runnable protect, Function<FrozenAudience, T> use) {
    dropTables();
    try {
      senderTable.fill(request.tenantId(), request.corpId(), request.senders());
      selectAudience.fill(request);
      protect.run();
      balanceShared.balance(request);
      return use.apply(counted(request));
    } finally {
      dropTables();
    }
  }

  private FrozenAudience counted(FreezeAudience request) {
    SortedMap<AccountId, Long> shares = new TreeMap<>(ByAccount.ORDER);
    Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
    jdbc.sql("select account_id, reason, count(*) from picked group by account_id, reason")
        .query(
            row -> {
              String reason = row.getString(2);
              if (reason == null) {
                shares.put(new AccountId(row.getLong(1)), row.getLong(3));
              } else {
                excluded.put(ExclusionReason.valueOf(reason), row.getLong(3));
              }
            });
    Map<AccountId, Sender> senders =
        request.senders().stream().collect(Collectors.toMap(Sender::accountId, each -> each));
    return CutJobs.cut(shares, excluded, senders);
  }

  private void dropTables() {
    TABLES.forEach(table -> batches.execute("drop temporary table if exists " + table));
  }
}
