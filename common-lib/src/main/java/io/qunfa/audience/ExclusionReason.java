package io.qunfa.audience;

/**
 * Why a targeted contact is not written to. The report explains every excluded recipient with one
 * of these.
 */
public enum ExclusionReason {
  /** A suppression entry: opted out, complained, or blocked. */
  SUPPRESSED,
  /** No member who follows the contact has an account that may send on this channel now. */
  NO_SENDER,
  /** Named by the caller, but not a contact of this corp. */
  UNKNOWN_CONTACT,
  /** The corp's policy allows no further message to this contact on that day. */
  FREQUENCY_CAP,
  /** WeCom would not deliver a further mass message to this contact in its period. */
  RECEIVE_QUOTA
}
