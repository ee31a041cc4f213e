package io.qunfa.task.dispatch;

import io.qunfa.permit.ReservePermits.Limit;

/** Whom a limit that said no says it to. */
enum Reach {
  ACCOUNT,
  CORP,
  TENANT;

  static Reach of(Limit limit) {
    return switch (limit) {
      case NONE, DAILY_QUOTA, ACCOUNT_WINDOW, ACCOUNT_STATE, PUSHED_BACK -> ACCOUNT;
      // What was used is known or lost for a corp as a whole.
      case API_RATE, API_BLOCKED, API_CONCURRENCY, LIMITER_UNAVAILABLE -> CORP;
      // Every tenant that asks hears it for itself.
      case TENANT_LIMIT, GLOBAL_LIMIT -> TENANT;
    };
  }
}
