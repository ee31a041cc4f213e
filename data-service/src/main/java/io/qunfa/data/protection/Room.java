package io.qunfa.data.protection;

import io.qunfa.channel.Channel;
import java.time.LocalDate;

/**
 * The rules for one more message on one day, as SQL over a row of {@code contact_load}. Everything
 * that is put into the texts is a number or a date of ours.
 *
 * @param day the day on which it leaves, in the corp's zone
 * @param cap messages per contact and day
 */
public record Room(LocalDate day, Channel channel, int cap, ReceiveQuota quota) {
  /** No cap. */
  static final int ANY = 30_000;

  /** What is counted on the day; a day before the two that a row tells apart counts as full. */
  private static final String ON_DAY =
      """
      case
        when {day} > contact_load.day then 0
        when {day} = contact_load.day then contact_load.{count}
        when {day} = contact_load.eve then contact_load.eve_{count}
        when contact_load.eve is null or contact_load.eve < {day} then 0
        else 32767 end
      """;

  private static final String SAME_WEEK = "yearweek(contact_load.day, 3) = yearweek({day}, 3)";
  private static final String SAME_MONTH =
      "extract(year_month from contact_load.day) = extract(year_month from {day})";

  /**
   * MySQL assigns from left to right: holder first, which tells the others whether there was room,
   * and what the others read last.
   */
  private static final String COUNT =
      """
      on duplicate key update
        holder = if({fits}, values(holder), contact_load.holder),
        week_api = if({granted}, if({same_week}, contact_load.week_api + {api},
          if({day} > contact_load.day, {api}, contact_load.week_api)), contact_load.week_api),
        month_api = if({granted}, if({same_month}, contact_load.month_api + {api},
          if({day} > contact_load.day, {api}, contact_load.month_api)), contact_load.month_api),
        eve_n = case
          when not {granted} or {day} = contact_load.day then contact_load.eve_n
          when {day} > contact_load.day then contact_load.n
          when {day} = contact_load.eve then contact_load.eve_n + 1
          else 1 end,
        eve_api = case
          when not {granted} or {day} = contact_load.day then contact_load.eve_api
          when {day} > contact_load.day then contact_load.api
          when {day} = contact_load.eve then contact_load.eve_api + {api}
          else {api} end,
        eve = case
          when not {granted} or {day} = contact_load.day then contact_load.eve
          when {day} > contact_load.day then contact_load.day
          else {day} end,
        n = case
          when not {granted} or {day} < contact_load.day then contact_load.n
          when {day} = contact_load.day then contact_load.n + 1
          else 1 end,
        api = case
          when not {granted} or {day} < contact_load.day then contact_load.api
          when {day} = contact_load.day then contact_load.api + {api}
          else {api} end,
        day = if({granted}, greatest(contact_load.day, {day}), contact_load.day)
      """;

  private static final String GIVE_BACK =
      """
      contact_load.holder = 0,
      contact_load.week_api =
        greatest(contact_load.week_api - if({same_week}, {api}, 0), 0),
      contact_load.month_api =
        greatest(contact_load.month_api - if({same_month}, {api}, 0), 0),
      contact_load.n = greatest(contact_load.n - if(contact_load.day = {day}, 1, 0), 0),
      contact_load.api = greatest(contact_load.api - if(contact_load.day = {day}, {api}, 0), 0),
      contact_load.eve_n = greatest(contact_load.eve_n - if(contact_load.eve = {day}, 1, 0), 0),
      contact_load.eve_api =
        greatest(contact_load.eve_api - if(contact_load.eve = {day}, {api}, 0), 0)
      """;

  /** The columns of a first message, after tenant, corp and contact and before the holder. */
  String firstCount() {
    return filled("{day}, 1, {api}, null, 0, 0, {api}, {api}");
  }

  /** The tail of an insert into {@code contact_load}: counts one more where there is room. */
  String count() {
    return filled(
        COUNT
            .replace("{fits}", fits())
            .replace("{granted}", "contact_load.holder = values(holder)"));
  }

  /** Whether there is room, for a row that counts nothing of ours yet. */
  String fits() {
    return filled("(" + underCap() + " and " + underQuota() + ")");
  }

  /** Why there is none. */
  String reason() {
    return filled("if(" + underCap() + ", 'RECEIVE_QUOTA', 'FREQUENCY_CAP')");
  }

  /** The assignments that take back what {@link #count} has counted for one message. */
  static String giveBack(LocalDate day, Channel channel) {
    return new Room(day, channel, ANY, ReceiveQuota.MONTH_DAYS).filled(GIVE_BACK);
  }

  private String underCap() {
    return "(" + ON_DAY.replace("{count}", "n") + ") < " + cap;
  }

  private String underQuota() {
    if (channel != Channel.API) {
      return "true";
    }
    String inPeriod =
        switch (quota) {
          case DAY_1 -> ON_DAY.replace("{count}", "api");
          case WEEK_7 -> "if(" + SAME_WEEK + ", contact_load.week_api, 0)";
          case MONTH_DAYS -> "if(" + SAME_MONTH + ", contact_load.month_api, 0)";
        };
    return "(" + inPeriod + ") < " + quota.limitOn(day);
  }

  private String filled(String sql) {
    return sql.replace("{same_week}", SAME_WEEK)
        .replace("{same_month}", SAME_MONTH)
        .replace("{day}", "date'" + day + "'")
        .replace("{api}", channel == Channel.API ? "1" : "0");
  }
}
