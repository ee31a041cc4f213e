package io.qunfa.ledger;

/**
 * Where one recipient of one campaign stands.
 *
 * <p>{@code EXCLUDED | PLANNED → ISSUED → SENT | NOT_A_CONTACT | OVER_QUOTA | EXPIRED}, and {@code
 * REFUSED | CANCELLED | UNKNOWN}. PLANNED may still become EXCLUDED before its job leaves. ISSUED
 * means that the channel took it and a member has yet to confirm. UNKNOWN means that a request left
 * and no answer came: it is resolved by asking the channel, never by sending again.
 */
public enum RecipientState {
  EXCLUDED,
  PLANNED,
  ISSUED,
  SENT,
  NOT_A_CONTACT,
  OVER_QUOTA,
  EXPIRED,
  REFUSED,
  CANCELLED,
  UNKNOWN;

  /** Guards every change; the same condition stands in the SQL. */
  public boolean mayBecome(RecipientState next) {
    return switch (this) {
      case PLANNED ->
          next == ISSUED
              || next == REFUSED
              || next == CANCELLED
              || next == EXPIRED
              || next == UNKNOWN
              || next == EXCLUDED;
      case UNKNOWN ->
          next == ISSUED
              || next == REFUSED
              || next == PLANNED
              || next == SENT
              || next == CANCELLED
              || next == EXPIRED;
      case ISSUED ->
          next == SENT
              || next == NOT_A_CONTACT
              || next == OVER_QUOTA
              || next == EXPIRED
              || next == CANCELLED;
      case EXCLUDED, SENT, NOT_A_CONTACT, OVER_QUOTA, EXPIRED, REFUSED, CANCELLED -> false;
    };
  }

  public boolean isFinal() {
    return this != PLANNED && this != ISSUED && this != UNKNOWN;
  }
}
