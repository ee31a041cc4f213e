package io.qunfa.simulator.task;

import io.qunfa.simulator.corp.Corp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A mass-send task as WeCom keeps it. Changed by {@link MemberRobots} only; may be read at any
 * time.
 */
public final class MassTask {
  private final long sequence;
  private final String msgid;
  private final Corp corp;
  private final Order order;
  private final Instant createdAt;
  private final Deque<Instant> reminders = new ArrayDeque<>();
  private volatile boolean cancelled;

  MassTask(long sequence, String msgid, Corp corp, Order order, Instant createdAt) {
    this.sequence = sequence;
    this.msgid = msgid;
    this.corp = corp;
    this.order = order;
    this.createdAt = createdAt;
  }

  /** Rises with every task of the simulator. */
  public long sequence() {
    return sequence;
  }

  public String msgid() {
    return msgid;
  }

  public Corp corp() {
    return corp;
  }

  public Order order() {
    return order;
  }

  public List<Share> shares() {
    return order.shares();
  }

  public Instant createdAt() {
    return createdAt;
  }

  public boolean cancelled() {
    return cancelled;
  }

  public int recipients() {
    return shares().stream().mapToInt(Share::size).sum();
  }

  void cancel() {
    cancelled = true;
  }

  Deque<Instant> reminders() {
    return reminders;
  }

  /**
   * What was ordered.
   *
   * @param creator the member who made the task in its client; empty if it was made through the API
   * @param refused how many of the given ids could not be sent to
   */
  public record Order(
      boolean group,
      String creator,
      boolean allowSelect,
      Content content,
      List<Share> shares,
      int refused) {
    public Order {
      shares = List.copyOf(shares);
    }
  }
}
