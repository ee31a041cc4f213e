package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;

/** Everything of one slot carries one hash tag, so that one script may touch all of it. */
record LimiterKeys(LimiterSlot slot) {
  /** Holds generation, version, and the millisecond from which the slot is open. */
  String marker() {
    return prefix("marker");
  }

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

  String api(String name) {
    return prefix("api") + name;
  }

  String underWay(String api) {
    return prefix("under-way") + api;
  }

  /** What a tenant or the installation has given out. */
  String pool() {
    return prefix("pool");
  }

  String openLeaves() {
    return prefix("open-leaves");
  }

  private String prefix(String what) {
    return "qunfa:{" + slot + "}:" + what + ":";
  }
}
