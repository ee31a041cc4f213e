package io.qunfa.task.singletask;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits for its commit. Compared by identity: two requests with one key are two.
 */
final class Submission {
  private final TenantId tenantId;
  private final @Nullable Key key;
  private final String bodyHash;
  private final List<TaskRow> rows;
  private final CompletableFuture<List<CampaignId>> committed = new CompletableFuture<>();

  /**
   * @param key null: no protection against repeats
   * @param bodyHash hexadecimal, to tell a repeat from a mistake; empty without a key
   */
  Submission(TenantId tenantId, @Nullable Key key, String bodyHash, List<TaskRow> rows) {
    this.tenantId = tenantId;
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
    return tenantId;
  }

  @Nullable Key key() {
    return key;
  }

  String bodyHash() {
    return bodyHash;
  }

  List<TaskRow> rows() {
    return rows;
  }

  List<CampaignId> ids() {
    return rows.stream().map(row -> new CampaignId(row.taskId())).toList();
  }

  /** The ids of the tasks, once they are durable. */
  CompletableFuture<List<CampaignId>> committed() {
    return committed;
  }
}
