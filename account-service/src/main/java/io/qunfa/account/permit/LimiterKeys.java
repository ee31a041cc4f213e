package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/** Everything of one corp carries one hash tag, so that one script may touch all of it. */
record LimiterKeys(TenantId tenantId, CorpId corpId) {
  String account(AccountId account) {
    return prefix("account") + account;
  }

  String permits() {
    return prefix("permit");
  }

  String permit(String permitId) {
    return permits() + permitId;
  }

  String reference(AccountId account, String reference) {
    return prefix("reference") + account + ":" + reference;
  }

  /** Holds the millisecond from which the limiter is open. */
  String marker() {
    return prefix("marker");
  }

  private String prefix(String what) {
    return "qunfa:{" + tenantId + ":" + corpId + "}:" + what + ":";
  }
}
