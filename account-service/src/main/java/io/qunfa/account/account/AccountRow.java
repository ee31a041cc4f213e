package io.qunfa.account.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.pool.Health;
import io.qunfa.account.pool.Standing;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads one row of the table account. */
final class AccountRow {
  private AccountRow() {}

  static CheckedAccount.Identity identity(ResultSet row) throws SQLException {
    return new CheckedAccount.Identity(
        new CorpId(row.getString("corp_id")),
        Channel.of(row.getString("channel")),
        row.getString("member_userid"));
  }

  /** Of a row that has what {@link Standing#of} needs besides all columns of the account. */
  static Account toAccount(ResultSet row, ObjectMapper json, Instant now) throws SQLException {
    String plan = row.getString("warm_up");
    return new Account(
        new AccountId(row.getLong("id")),
        new CorpId(row.getString("corp_id")),
        Channel.of(row.getString("channel")),
        row.getString("member_userid"),
        new CredentialId(row.getLong("credential_id")),
        new Traits(
            row.getInt("daily_quota"),
            tags(row.getString("tags"), json),
            row.getInt("weight"),
            plan == null ? null : WarmUpPlan.parse(plan)),
        Standing.of(row, now),
        Health.of(row));
  }

  private static List<String> tags(String text, ObjectMapper json) {
    try {
      return List.of(json.readValue(text, String[].class));
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("the tags of an account are not JSON: " + text, broken);
    }
  }
}
