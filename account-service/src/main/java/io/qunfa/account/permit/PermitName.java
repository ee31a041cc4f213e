package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.problem.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A permit id says where it was counted, so that settling finds the state without a lookup: {@code
 * corp.account.random}, and a letter for every pool it drew from.
 */
record PermitName(CorpId corpId, AccountId accountId, String random, String pools) {
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9_-]{4,64})\\.([0-9]{1,19})\\.([0-9a-f-]{36})([a-z]{0,2})");

  static PermitName parse(String permitId) {
    Matcher match = SHAPE.matcher(permitId);
    if (!match.matches()) {
      throw Problem.invalid("/settlements", "\"" + permitId + "\" is not a permit id.");
    }
    return new PermitName(
        new CorpId(match.group(1)), AccountId.of(match.group(2)), match.group(3), match.group(4));
  }

  @Override
  public String toString() {
    return String.join(".", List.of(corpId.value(), accountId.toString(), random)) + pools;
  }
}
