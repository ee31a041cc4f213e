package io.qunfa.account.permit;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /**
   * Raises a day's credits to these; returns when they are durable. They never sink within a day.
   *
   * <p>At midnight every account needs one: they are written in one statement, so with one commit.
   * It takes its rows in the order of their key, as any other replica does.
   */
  void raise(Map<Owner, Credit> credits) {
    List<Object> inOrder =
        credits.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                one ->
                    Stream.<Object>of(
                        one.getKey().tenantId(),
                        one.getKey().accountId(),
                        one.getValue().day(),
                        one.getValue().recipients()))
            .toList();
    // MySQL assigns from left to right: recipients is decided while day is still the old one.
    jdbc.sql(
            """
            insert into daily_credit (tenant_id, account_id, day, recipients)
            values %s as new
            on duplicate key update
              recipients = case
                when new.day > daily_credit.day then new.recipients
                when new.day = daily_credit.day
                  then greatest(daily_credit.recipients, new.recipients)
                else daily_credit.recipients end,
              day = greatest(daily_credit.day, new.day)
            """
                .formatted(String.join(", ", Collections.nCopies(credits.size(), "(?, ?, ?, ?)"))))
        .params(inOrder)
        .update();
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
