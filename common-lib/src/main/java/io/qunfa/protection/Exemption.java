package io.qunfa.protection;

/**
 * What a campaign or task may pass by. Given to urgent ones only, and only if their caller has the
 * scope {@code Claims.URGENT_EXEMPT}. Nothing passes by an opt-out or WeCom's receive quota, and
 * what passes is counted all the same.
 *
 * @param quietHours may leave in the corp's quiet hours
 * @param frequencyCap may exceed the messages per contact and day
 */
public record Exemption(boolean quietHours, boolean frequencyCap) {
  public static final Exemption NONE = new Exemption(false, false);
}
