package io.qunfa.data.audience;

import io.qunfa.audience.Sender;
import io.qunfa.data.contact.Contacts;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The senders of one request as a temporary table of this connection. */
@Component
final class SenderTable {
  private final JdbcTemplate batches;
  private final Contacts contacts;

  SenderTable(JdbcTemplate batches, Contacts contacts) {
    this.batches = batches;
    this.contacts = contacts;
  }

  /**
   * {@code mark} is a random-looking number of the account: the exclusive or over the marks of
   * several accounts names that set of accounts (two sets of the same name: one in 2^128).
   */
  void fill(TenantId tenant, CorpId corp, List<Sender> senders) {
    requireSound(senders);
    batches.execute(
        """
        create temporary table sender (
          member_id bigint not null, account_id bigint not null, mark binary(16) not null,
          primary key (member_id, account_id))
        """);
    Map<String, Long> members =
        contacts.memberIds(tenant, corp, senders.stream().map(Sender::memberUserid).toList());
    List<Object[]> rows = new ArrayList<>();
    for (Sender sender : senders) {
      Long member = members.get(sender.memberUserid());
      if (member != null) {
        rows.add(new Object[] {member, sender.accountId().value(), mark(sender)});
      }
    }
    if (!rows.isEmpty()) {
      batches.batchUpdate(
          "insert into sender (member_id, account_id, mark) values (?, ?, ?)", rows);
    }
  }

  private static byte[] mark(Sender sender) {
    long id = sender.accountId().value();
    return ByteBuffer.allocate(16)
        .putLong(mixed(id))
        .putLong(mixed(id ^ 0x6A09E667F3BCC909L))
        .array();
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static void requireSound(List<Sender> senders) {
    Set<Long> seen = new HashSet<>();
    for (Sender sender : senders) {
      if (!seen.add(sender.accountId().value())) {
        throw Problem.invalid(
            "/senders", "Account " + sender.accountId() + " stands twice among the senders.");
      }
      if (sender.maxPerJob() < 1) {
        throw Problem.invalid(
            "/senders", "Account " + sender.accountId() + " may hold no recipient in a job.");
      }
    }
  }
}
