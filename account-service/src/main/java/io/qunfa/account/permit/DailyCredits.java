package io.qunfa.account.permit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many recipients may have been counted on a day: noted in MySQL before Redis grants them, in
 * parts of the quota. Whatever Redis loses, no more than the credit was used, so after a loss a day
 * goes on as if all of it had been.
 */
@Component
class DailyCredits {
  private final JdbcClient jdbc;

  DailyCredits(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The credits that are noted; for an owner without one the credit of no day. */
  Map<Owner, Credit> of(Collection<Owner> owners) {
    Map<Owner, Credit> credits = new HashMap<>();
    owners.forEach(owner -> credits.put(owner, Credit.NONE));
    jdbc.sql(
            """
            select tenant_id, account_id, day, recipients from daily_credit
            where (tenant_id, account_id) in (:owners)
            """)
        .param(
            "owners",
            owners.stream().map(one -> new Object[] {one.tenantId(), one.accountId()}).toList())
        .query(
            row -> {
              credits.put(
                  new Owner(row.getLong("tenant_id"), row.getLong("account_id")),
                  new Credit(row.getLong("day"), row.getLong("recipients")));
            });
    return credits;
  }

  /** Raises a day's credit to this; returns when it is durable. It never sinks within a day. */
  void raise(Map<Owner, Credit> credits) {
    List<Map.Entry<Owner, Credit>> inOrder =
        credits.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    for (Map.Entry<Owner, Credit> one : inOrder) {
      // MySQL assigns from left to right: recipients is decided while day is still the old one.
      jdbc.sql(
              """
              insert into daily_credit (tenant_id, account_id, day, recipients)
              values (:tenant, :account, :day, :recipients) as new
              on duplicate key update
                recipients = case
                  when new.day > daily_credit.day then new.recipients
                  when new.day = daily_credit.day
                    then greatest(daily_credit.recipients, new.recipients)
                  else daily_credit.recipients end,
                day = greatest(daily_credit.day, new.day)
              """)
          .param("tenant", one.getKey().tenantId())
          .param("account", one.getKey().accountId())
          .param("day", one.getValue().day())
          .param("recipients", one.getValue().recipients())
          .update();
    }
  }

  /**
   * @param tenantId 0 for the installation
   * @param accountId 0 for a whole tenant and the installation
   */
  record Owner(long tenantId, long accountId) implements Comparable<Owner> {
    @Override
    public int compareTo(Owner other) {
      int byTenant = Long.compare(tenantId, other.tenantId);
      return byTenant == 0 ? Long.compare(accountId, other.accountId) : byTenant;
    }
  }

  /**
   * @param day days since 1970 where the owner's days turn
   */
  record Credit(long day, long recipients) {
    static final Credit NONE = new Credit(0, 0);
  }
}
