package io.qunfa.account.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a permit for calls says where it was counted ({@link ReserveCalls#permitId}). */
record CallName(CorpId corpId, String api) {
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9_-]{4,64})\\.([a-z0-9_]{1,48})\\.[0-9a-f-]{36}");

  static CallName parse(String permitId) {
    Matcher match = SHAPE.matcher(permitId);
    if (!match.matches()) {
      throw Problem.invalid("/permitId", "\"" + permitId + "\" is not a permit id for calls.");
    }
    return new CallName(new CorpId(match.group(1)), match.group(2));
  }
}
