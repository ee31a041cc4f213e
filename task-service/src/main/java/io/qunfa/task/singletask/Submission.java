package io.qunfa.task.singletask;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One request that waits for its commit. Compared by identity: two requests with one key are two.
 */
final class Submission {
  private static final long ROW_OVERHEAD = 500;

  private final Key key;
  private final String bodyHash;
  private final List<TaskRow> rows;
  private final CompletableFuture<List<CampaignId>> committed = new CompletableFuture<>();

  /**
   * @param bodyHash hexadecimal, to tell a repeat from a mistake
   */
  Submission(Key key, String bodyHash, List<TaskRow> rows) {
    this.key = key;
    this.bodyHash = bodyHash;
    this.rows = List.copyOf(rows);
  }

  /**
   * An Idempotency-Key as the table holds it. Ordered, so that all replicas insert in one order.
   *
   * @param operation keys of different operations do not meet
   */
  record Key(TenantId tenantId, String operation, String key) implements Comparable<Key> {
    private static final Comparator<Key> BY_COLUMNS =
        Comparator.<Key>comparingLong(key -> key.tenantId().value())
            .thenComparing(Key::operation)
            .thenComparing(Key::key);

    @Override
    public int compareTo(Key other) {
      return BY_COLUMNS.compare(this, other);
    }
  }

  /** A task with its JSON made, so that the thread that commits for all has little to do. */
  record TaskRow(long taskId, NewTask task, String contacts, String content) {}

  TenantId tenantId() {
    return key.tenantId();
  }

  Key key() {
    return key;
  }

  String bodyHash() {
    return bodyHash;
  }

  List<TaskRow> rows() {
    return rows;
  }

  /** Roughly what it takes of the heap, in bytes. */
  long size() {
    return rows.stream()
        .mapToLong(row -> ROW_OVERHEAD + 2L * (row.contacts().length() + row.content().length()))
        .sum();
  }

  List<CampaignId> ids() {
    return rows.stream().map(row -> new CampaignId(row.taskId())).toList();
  }

  /** The ids of the tasks, once they are durable. */
  CompletableFuture<List<CampaignId>> committed() {
    return committed;
  }
}
