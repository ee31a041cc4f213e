package io.qunfa.task.campaign;

/**
 * {@code DRAFT → (IN_REVIEW →) SCHEDULED → RUNNING ⇄ PAUSED → FINISHED | CANCELLED | FAILED}. The
 * SQL of every change repeats the guard: {@code where status = :seen}.
 */
public enum CampaignStatus {
  DRAFT,
  IN_REVIEW,
  SCHEDULED,
  RUNNING,
  PAUSED,
  FINISHED,
  CANCELLED,
  FAILED;

  public boolean mayBecome(CampaignStatus next) {
    return switch (this) {
      case DRAFT -> next == IN_REVIEW || next == SCHEDULED || next == CANCELLED;
      case IN_REVIEW -> next == DRAFT || next == SCHEDULED || next == CANCELLED;
      case SCHEDULED -> next == RUNNING || next == CANCELLED || next == FAILED;
      case RUNNING -> next == PAUSED || next == FINISHED || next == CANCELLED || next == FAILED;
      case PAUSED -> next == RUNNING || next == FINISHED || next == CANCELLED || next == FAILED;
      case FINISHED, CANCELLED, FAILED -> false;
    };
  }

  public boolean isFinal() {
    return this == FINISHED || this == CANCELLED || this == FAILED;
  }
}
