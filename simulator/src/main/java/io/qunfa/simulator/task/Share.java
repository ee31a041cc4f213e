package io.qunfa.simulator.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One member's part of a task: its customers or groups, and, once it has confirmed, what each of
 * them received. Changed by {@link MemberRobots} only; may be read at any time.
 */
public final class Share {
  /** Not sent: the member has not confirmed, or deselected the customer. */
  public static final byte UNSENT = 0;

  public static final byte SENT = 1;

  /** The customer is no friend of the member any more. */
  public static final byte NOT_A_FRIEND = 2;

  /** The customer received as many mass messages as it may. */
  public static final byte OVER_QUOTA = 3;

  private final int member;
  private final int[] targets;
  // Written before sentAt and read after it, which makes it visible.
  private byte[] statuses = {};
  private volatile @Nullable Instant sentAt;

  public Share(int member, int[] targets) {
    this.member = member;
    this.targets = targets;
  }

  public int member() {
    return member;
  }

  public int size() {
    return targets.length;
  }

  /** Numbers of the corp's directory; not to be changed. */
  public int[] targets() {
    return targets;
  }

  /** When the member confirmed; null while it has not. */
  public @Nullable Instant sentAt() {
    return sentAt;
  }

  public byte status(int position) {
    return sentAt == null ? UNSENT : statuses[position];
  }

  void send(Instant at, byte[] received) {
    statuses = received;
    sentAt = at;
  }
}
