package io.qunfa.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as planning sees it.
 *
 * @param active new work may be planned for it
 * @param dailyQuota recipients today: less than the whole quota while it warms up
 * @param usedToday recipients counted against the quota today, in the corp's zone
 * @param favour how gladly it is given work beside others, from its weight and health; 1 is usual
 * @param pace how fast it may send; null: the limiter does not tell
 */
public record SendingAccount(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    CredentialId credentialId,
    boolean active,
    int dailyQuota,
    long usedToday,
    List<String> tags,
    double favour,
    @Nullable Pace pace) {
  public SendingAccount {
    tags = List.copyOf(tags);
  }

  /**
   * @param perWindow calls (api) or messages (ipad, rpa) in any window
   * @param dayTurnsAt when the quota is fresh again
   */
  public record Pace(int perWindow, Duration window, Instant dayTurnsAt) {}

  public record Listing(List<SendingAccount> accounts) {
    public Listing {
      accounts = List.copyOf(accounts);
    }
  }
}
