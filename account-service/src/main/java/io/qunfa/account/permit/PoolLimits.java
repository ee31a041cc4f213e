package io.qunfa.account.permit;

/** What a tenant or the installation may send over all corps; below 0 is no limit. */
record PoolLimits(int recipientsPerDay, int callsPerMinute) {
  boolean isSet() {
    return recipientsPerDay >= 0 || callsPerMinute >= 0;
  }
}
