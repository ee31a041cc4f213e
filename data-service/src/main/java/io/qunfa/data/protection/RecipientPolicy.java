package io.qunfa.data.protection;

/**
 * What protects the contacts of a corp.
 *
 * @param maxPerDay messages to one contact in one day of the corp, all campaigns, single tasks and
 *     channels together
 */
record RecipientPolicy(int maxPerDay, QuietHours quietHours, ReceiveQuota receiveQuota) {
  static final RecipientPolicy DEFAULT =
      new RecipientPolicy(1, QuietHours.DEFAULT, ReceiveQuota.MONTH_DAYS);
}
