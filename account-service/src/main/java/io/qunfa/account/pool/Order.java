package io.qunfa.account.pool;

import java.util.Set;

/** What a person may order of an account. */
public enum Order {
  PAUSE(
      AccountStatus.PAUSED,
      Set.of(
          AccountStatus.ACTIVE,
          AccountStatus.WARMING_UP,
          AccountStatus.COOLING_DOWN,
          AccountStatus.OFFLINE)),
  RESUME(AccountStatus.ACTIVE, Set.of(AccountStatus.PAUSED, AccountStatus.OFFLINE)),
  OFFLINE(
      AccountStatus.OFFLINE,
      Set.of(
          AccountStatus.ACTIVE,
          AccountStatus.WARMING_UP,
          AccountStatus.COOLING_DOWN,
          AccountStatus.PAUSED)),
  BAN(
      AccountStatus.BANNED,
      Set.of(
          AccountStatus.ACTIVE,
          AccountStatus.WARMING_UP,
          AccountStatus.COOLING_DOWN,
          AccountStatus.PAUSED,
          AccountStatus.OFFLINE,
          AccountStatus.DISABLED)),
  DISABLE(
      AccountStatus.DISABLED,
      Set.of(
          AccountStatus.ACTIVE,
          AccountStatus.WARMING_UP,
          AccountStatus.COOLING_DOWN,
          AccountStatus.PAUSED,
          AccountStatus.OFFLINE,
          AccountStatus.BANNED)),
  ENABLE(AccountStatus.ACTIVE, Set.of(AccountStatus.DISABLED, AccountStatus.BANNED));

  private final AccountStatus to;

  // Made by Set.of, which cannot be changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<AccountStatus> from;

  Order(AccountStatus to, Set<AccountStatus> from) {
    this.to = to;
    this.from = from;
  }

  boolean isPossible(AccountStatus seen) {
    return from.contains(seen);
  }

  /** The order is fulfilled already. */
  boolean isFulfilled(AccountStatus seen) {
    return to == AccountStatus.ACTIVE ? seen.works() : seen == to;
  }

  /**
   * @param working where an order to send leads
   */
  Working target(Working working) {
    return to == AccountStatus.ACTIVE ? working : new Working(to, null);
  }
}
