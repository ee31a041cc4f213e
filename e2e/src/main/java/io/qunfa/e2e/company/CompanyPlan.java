package io.qunfa.e2e.company;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How large a made-up company is.
 *
 * @param name letters and digits; becomes part of every id, so that what the simulator received
 *     tells the companies apart
 * @param strangersEach of each member's contacts, how many the suite believes in but WeCom does not
 *     know
 */
public record CompanyPlan(
    String name, int members, int contactsEach, int dailyQuota, int strangersEach) {
  private static final int DEFAULT_DAILY_QUOTA = 5_000;

  public static CompanyPlan of(String name, int members, int contactsEach) {
    return new CompanyPlan(name, members, contactsEach, DEFAULT_DAILY_QUOTA, 0);
  }

  public CompanyPlan dailyQuota(int recipients) {
    return new CompanyPlan(name, members, contactsEach, recipients, strangersEach);
  }

  public CompanyPlan strangersEach(int strangers) {
    return new CompanyPlan(name, members, contactsEach, dailyQuota, strangers);
  }

  public String corpId() {
    return "ww-" + name;
  }

  public String secret() {
    return "secret-of-" + name;
  }

  public List<String> memberIds() {
    return IntStream.rangeClosed(1, members).mapToObj(this::memberId).toList();
  }

  public String memberId(int member) {
    return String.format(Locale.ROOT, "%s-m%04d", name, member);
  }

  /** Both numbers count from 1; the strangers are the first. */
  public String contactId(int member, int contact) {
    return String.format(Locale.ROOT, "wm%s-%04d-%06d", name, member, contact);
  }
}
