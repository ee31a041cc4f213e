package io.qunfa.job;

import java.util.List;

/**
 * The external user ids of a job that are still PLANNED (for a RESOLVE: UNKNOWN), in ascending
 * order.
 */
public record JobRecipients(List<String> externalUserIds) {
  public JobRecipients {
    externalUserIds = List.copyOf(externalUserIds);
  }
}
