package io.qunfa.data.protection;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts messages per contact. Everything that counts belongs into the transaction of the ledger
 * rows it counts, and holds the contacts' rows locked until its end; they are always taken in the
 * order of their ids.
 */
@Component
public final class ContactLoads {
  private static final String INTO =
      """
      insert into contact_load
        (tenant_id, corp_id, external_userid, day, n, api, eve, eve_n, eve_api, week_api,
         month_api, holder)
      """;

  private static final String OF_CONTACT =
      """
      contact_load force index (primary)
        on contact_load.tenant_id = ? and contact_load.corp_id = ?
          and contact_load.external_userid = s.external_userid
      """;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  public ContactLoads(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  /**
   * Rows to count or to look at.
   *
   * @param sql a table of this connection or a derived table with the column external_userid
   * @param condition about its row {@code s}
   */
  public record Source(String sql, String condition, List<Object> values) {
    public Source {
      values = List.copyOf(values);
    }
  }

  /** Counts one message of {@code holder} to each contact that has room for it. */
  public void count(TenantId tenant, CorpId corp, CampaignId holder, Room room, Source source) {
    batches.update(
        INTO
            + "select straight_join ?, ?, s.external_userid, "
            + room.firstCount()
            + ", ? from "
            + source.sql()
            + " s where "
            + source.condition()
            + " order by s.external_userid "
            + room.count(),
        values(List.of(tenant.value(), corp.value(), holder.value()), source.values()));
  }

  /** Those whom {@link #count} did not count for {@code holder}, by reason. */
  public Map<String, List<String>> uncounted(
      TenantId tenant, CorpId corp, CampaignId holder, Room room, Source source) {
    Map<String, List<String>> byReason = new HashMap<>();
    jdbc.sql(
            "select straight_join s.external_userid, "
                + room.reason()
                + " from "
                + source.sql()
                + " s join "
                + OF_CONTACT
                + " where contact_load.holder <> ? and "
                + source.condition())
        .params(values(List.of(tenant.value(), corp.value(), holder.value()), source.values()))
        .query(
            row -> {
              byReason
                  .computeIfAbsent(row.getString(2), each -> new ArrayList<>())
                  .add(row.getString(1));
            });
    return byReason;
  }

  /**
   * Counts one message of each holder to each of its contacts, a contact at most once in all.
   *
   * @return the contacts that had no room, with the reason
   */
  public Map<String, String> countEach(
      TenantId tenant, CorpId corp, Room room, Map<String, CampaignId> holders) {
    List<String> ids = holders.keySet().stream().sorted().toList();
    batches.batchUpdate(
        INTO + " values (?, ?, ?, " + room.firstCount() + ", ?) " + room.count(),
        ids.stream()
            .map(id -> new Object[] {tenant.value(), corp.value(), id, holder(holders, id)})
            .toList());
    Map<String, String> denied = new HashMap<>();
    jdbc.sql(
            "select external_userid, holder, "
                + room.reason()
                + """
                 from contact_load
                where tenant_id = :tenant and corp_id = :corp and external_userid in (:ids)
                """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("ids", ids)
        .query(
            row -> {
              if (row.getLong(2) != holder(holders, row.getString(1))) {
                denied.put(row.getString(1), row.getString(3));
              }
            });
    return denied;
  }

  /** Marks the rows of the temporary table {@code picked} that were not counted for the holder. */
  public void excludeUncounted(TenantId tenant, CorpId corp, CampaignId holder, Room room) {
    exclude(tenant, corp, room, "contact_load.holder <> " + holder.value());
  }

  /** Marks those for whom there is no room just now; counts nothing. */
  public void excludeWithoutRoom(TenantId tenant, CorpId corp, Room room) {
    exclude(tenant, corp, room, "not " + room.fits());
  }

  private void exclude(TenantId tenant, CorpId corp, Room room, String condition) {
    batches.update(
        "update picked s straight_join "
            + OF_CONTACT
            + " set s.reason = "
            + room.reason()
            + ", s.account_id = null where s.reason is null and "
            + condition,
        tenant.value(),
        corp.value());
  }

  /**
   * Takes back one message of a day to each contact of the source.
   *
   * @param day on which they were counted
   */
  public void giveBack(
      TenantId tenant, CorpId corp, LocalDate day, Channel channel, Source source) {
    batches.update(
        "update "
            + source.sql()
            + " s straight_join "
            + OF_CONTACT
            + " set "
            + Room.giveBack(day, channel)
            + " where "
            + source.condition(),
        values(List.of(tenant.value(), corp.value()), source.values()));
  }

  /**
   * Writes down that {@link #giveBack} is due for these contacts, without a look at their rows.
   * Belongs into the transaction that ends the messages.
   */
  public void owe(
      TenantId tenant,
      CorpId corp,
      CampaignId campaign,
      LocalDate day,
      Channel channel,
      Source source) {
    batches.update(
        """
        insert into owed_count
          (tenant_id, corp_id, campaign_id, counted_on, channel, external_userid)
        select ?, ?, ?, ?, ?, s.external_userid from\s"""
            + source.sql()
            + " s where "
            + source.condition(),
        values(
            List.of(tenant.value(), corp.value(), campaign.value(), day.toString(), channel.text()),
            source.values()));
  }

  /** Whether anything is owed to contacts of the corp. */
  public boolean isOwing(TenantId tenant, CorpId corp) {
    return jdbc.sql(
            """
            select exists (
              select 1 from owed_count where tenant_id = :tenant and corp_id = :corp)
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .query(Boolean.class)
        .single();
  }

  private static long holder(Map<String, CampaignId> holders, String id) {
    CampaignId holder = holders.get(id);
    if (holder == null) {
      throw new IllegalArgumentException("nobody counts " + id);
    }
    return holder.value();
  }

  private static Object[] values(Collection<Object> first, Collection<Object> then) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(then);
    return all.toArray();
  }
}
