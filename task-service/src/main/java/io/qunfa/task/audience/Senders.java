package io.qunfa.task.audience;

import io.qunfa.audience.Sender;
import io.qunfa.permit.SendingAccount;
import java.util.List;

/** What data-service needs to know of accounts to share an audience among them. */
public final class Senders {
  private Senders() {}

  /** Only active ones; an account whose quota is zero can be given nothing. */
  public static List<Sender> of(List<SendingAccount> accounts) {
    return accounts.stream()
        .filter(account -> account.active() && account.dailyQuota() > 0)
        .map(
            account ->
                new Sender(
                    account.accountId(),
                    account.memberUserid(),
                    account.usedToday(),
                    Math.min(mostPerCall(account), account.dailyQuota()),
                    account.dailyQuota(),
                    account.favour()))
        .toList();
  }

  /** What one call of the channel carries; wecom-api 2.1 for api, the others send one by one. */
  private static int mostPerCall(SendingAccount account) {
    return switch (account.channel()) {
      case API -> 10_000;
      case IPAD, RPA -> 100;
    };
  }
}
