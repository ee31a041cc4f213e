package io.qunfa.account.account;

import java.util.Locale;

/** Whether an account may send. Lower case in JSON, upper case in the column. */
public enum AccountStatus {
  ACTIVE,
  /** Switched off by a person. */
  DISABLED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
