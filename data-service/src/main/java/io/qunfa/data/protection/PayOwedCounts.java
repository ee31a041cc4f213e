package io.qunfa.data.protection;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes back in {@code contact_load} what reports could not take back at once. Until then the
 * contact counts as written to, so nobody gets too much. Any number of replicas may be at it.
 */
@Component
class PayOwedCounts {
  private static final Logger log = LoggerFactory.getLogger(PayOwedCounts.class);
  private static final int AT_ONCE = 1000;

  private final ContactLoads loads;
  private final ImpatientTransaction transaction;
  private final JdbcClient jdbc;

  PayOwedCounts(ContactLoads loads, ImpatientTransaction transaction, JdbcClient jdbc) {
    this.loads = loads;
    this.transaction = transaction;
    this.jdbc = jdbc;
  }

  private record Debt(
      TenantId tenant, CorpId corp, CampaignId campaign, LocalDate day, Channel channel) {
    private List<Object> key() {
      return List.of(
          tenant.value(), corp.value(), campaign.value(), day.toString(), channel.text());
    }
  }

  private record Corp(TenantId tenant, CorpId corp) {}

  /** A corp whose contacts others hold is left for the next time, and keeps no other waiting. */
  @Scheduled(fixedDelayString = "${qunfa.owed-counts.every:1s}")
  void pay() {
    Set<Corp> busy = new HashSet<>();
    for (Debt debt : debts()) {
      Corp corp = new Corp(debt.tenant(), debt.corp());
      if (!busy.contains(corp) && !isPaid(debt)) {
        busy.add(corp);
      }
    }
  }

  private boolean isPaid(Debt debt) {
    try {
      while (transaction.execute(() -> payPart(debt)) == AT_ONCE) {
        log.debug("More is owed for campaign {}", debt.campaign());
      }
      return true;
    } catch (PessimisticLockingFailureException others) {
      log.info(
          "Contacts of corp {} are being counted; what is owed to them waits a second",
          debt.corp());
      return false;
    }
  }

  private List<Debt> debts() {
    return jdbc.sql(
            "select distinct tenant_id, corp_id, campaign_id, counted_on, channel from owed_count")
        .query(
            (row, number) ->
                new Debt(
                    new TenantId(row.getLong(1)),
                    new CorpId(row.getString(2)),
                    new CampaignId(row.getLong(3)),
                    LocalDate.parse(row.getString(4)),
                    Channel.of(row.getString(5))))
        .list();
  }

  private int payPart(Debt debt) {
    List<String> ids =
        jdbc.sql(
                """
                select external_userid from owed_count
                where tenant_id = ? and corp_id = ? and campaign_id = ? and counted_on = ?
                  and channel = ?
                order by external_userid
                limit 1000
                for update skip locked
                """)
            .params(debt.key())
            .query(String.class)
            .list();
    if (ids.isEmpty()) {
      return 0;
    }
    ContactLoads.Source rows = rows(debt, ids);
    loads.giveBack(debt.tenant(), debt.corp(), debt.day(), debt.channel(), rows);
    return jdbc.sql("delete s from owed_count s where " + rows.condition())
        .params(rows.values())
        .update();
  }

  private static ContactLoads.Source rows(Debt debt, List<String> ids) {
    List<Object> values = new ArrayList<>(debt.key());
    values.addAll(ids);
    return new ContactLoads.Source(
        "owed_count",
        """
        s.tenant_id = ? and s.corp_id = ? and s.campaign_id = ? and s.counted_on = ?
        and s.channel = ? and s.external_userid in (?"""
            + ", ?".repeat(ids.size() - 1)
            + ")",
        values);
  }
}
