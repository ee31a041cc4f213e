package io.qunfa.task.stepping;

import java.util.Locale;

/** The standing work of this service, in the order in which a campaign meets it. */
public enum StepName {
  LOOK_AT_CLOCK,
  COMMIT_TASKS,
  ADMIT_TASKS,
  START_DUE_CAMPAIGNS,
  PLAN_CAMPAIGNS,
  DISPATCH_DUE_LANES,
  SPLIT_JOBS,
  WAKE_FORGOTTEN_LANES,
  WAKE_WORKING_ACCOUNTS,
  RELAY_OUTBOX,
  SETTLE_REPORTS,
  RELAY_PERMIT_VERDICTS,
  RETURN_LOST_ASKS,
  REAP_OVERDUE_JOBS,
  END_FOLLOW_UPS,
  WITHDRAW_JOBS,
  FINISH_CAMPAIGNS,
  KEEP_DEAD_MESSAGES,
  REPLAY_DEAD_LETTERS,
  COUNT_DEAD_LETTERS,
  PUBLISH_PROGRESS;

  /** For logs and metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
