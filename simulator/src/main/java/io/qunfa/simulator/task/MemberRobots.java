package io.qunfa.simulator.task;

import io.qunfa.simulator.settings.Chance;
import io.qunfa.simulator.settings.Chance.Question;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.springframework.stereotype.Component;

/**
 * The members: each confirms its part of a task some time after it heard of it, or never. No thread
 * waits for that: what is due is confirmed, in the order of its time, whenever somebody asks.
 * Thread-safe.
 */
@Component
public class MemberRobots {
  private static final int REMINDERS = 3;
  private static final Duration REMINDER_WINDOW = Duration.ofHours(24);

  private final Clock clock;
  private final CurrentSettings settings;
  private final Delivery delivery;
  private final Queue<Intention> intentions =
      new PriorityQueue<>(
          Comparator.comparing(Intention::at)
              .thenComparingLong(intention -> intention.task().sequence()));

  MemberRobots(Clock clock, CurrentSettings settings, Delivery delivery) {
    this.clock = clock;
    this.settings = settings;
    this.delivery = delivery;
  }

  /** The members of a new task hear of it; who made it in its own client has confirmed by that. */
  synchronized void notify(MassTask task) {
    if (!task.order().creator().isEmpty()) {
      confirmDue();
      task.shares().forEach(share -> delivery.send(task, share, task.createdAt()));
      return;
    }
    Settings now = settings.get();
    for (Share share : task.shares()) {
      if (draw(Question.NEVER_CONFIRMS, task, share, 0) >= now.neverConfirmShare()) {
        intend(task, share, task.createdAt());
      }
    }
  }

  /** Confirms what is due by now. */
  public synchronized void confirmDue() {
    Instant now = clock.instant();
    for (Intention next = intentions.peek();
        next != null && !next.at().isAfter(now);
        next = intentions.peek()) {
      intentions.remove();
      confirm(next.task(), next.share(), next.at());
    }
  }

  /** The member confirms its part now. False if it has nothing to confirm. */
  public synchronized boolean confirmNow(MassTask task, Share share) {
    confirmDue();
    return confirm(task, share, clock.instant());
  }

  /**
   * Who has not confirmed never will.
   *
   * @throws WecomError 41093 if the task is cancelled already
   */
  public synchronized void cancel(MassTask task) {
    confirmDue();
    if (task.cancelled()) {
      throw new WecomError(41093);
    }
    task.cancel();
  }

  /**
   * Members who would not confirm by themselves may now.
   *
   * @throws WecomError 41093 if the task is cancelled, 41094 after three reminders in 24 hours
   */
  public synchronized void remind(MassTask task) {
    confirmDue();
    if (task.cancelled()) {
      throw new WecomError(41093);
    }
    Instant now = clock.instant();
    task.reminders().removeIf(at -> !at.isAfter(now.minus(REMINDER_WINDOW)));
    if (task.reminders().size() >= REMINDERS) {
      throw new WecomError(41094);
    }
    task.reminders().add(now);
    Settings wanted = settings.get();
    for (Share share : task.shares()) {
      if (share.sentAt() == null
          && draw(Question.NEVER_CONFIRMS, task, share, 0) < wanted.neverConfirmShare()
          && draw(Question.CONFIRMS_WHEN_REMINDED, task, share, 0)
              < wanted.remindedConfirmShare()) {
        intend(task, share, now);
      }
    }
  }

  synchronized void reset() {
    intentions.clear();
    delivery.reset();
  }

  private boolean confirm(MassTask task, Share share, Instant at) {
    if (task.cancelled() || share.sentAt() != null) {
      return false;
    }
    delivery.send(task, share, at);
    return true;
  }

  private void intend(MassTask task, Share share, Instant from) {
    Settings now = settings.get();
    double draw = draw(Question.CONFIRM_DELAY, task, share, task.sequence());
    long spread = now.confirmDelayMaxMs() - now.confirmDelayMinMs();
    intentions.add(
        new Intention(
            from.plusMillis(now.confirmDelayMinMs() + (long) (draw * spread)), task, share));
  }

  private double draw(Question question, MassTask task, Share share, long key) {
    String userid = task.corp().directory().userid(share.member());
    return Chance.of(settings.get().seed(), question, userid.hashCode(), key);
  }

  private record Intention(Instant at, MassTask task, Share share) {}
}
