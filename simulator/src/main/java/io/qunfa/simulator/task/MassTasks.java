package io.qunfa.simulator.task;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.WecomError;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** All mass-send tasks. Thread-safe. */
@Component
public class MassTasks {
  private static final int ID_BYTES = 21;

  private final Clock clock;
  private final CurrentSettings settings;
  private final MemberRobots robots;
  private final Tally tally;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, MassTask> byMsgid = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<Long, MassTask> bySequence = new ConcurrentSkipListMap<>();

  MassTasks(Clock clock, CurrentSettings settings, MemberRobots robots, Tally tally) {
    this.clock = clock;
    this.settings = settings;
    this.robots = robots;
    this.tally = tally;
  }

  /** Makes a task; its members hear of it. */
  public MassTask create(Corp corp, MassTask.Order order) {
    MassTask task =
        new MassTask(sequence.incrementAndGet(), newMsgid(), corp, order, clock.instant());
    byMsgid.put(task.msgid(), task);
    bySequence.put(task.sequence(), task);
    tally.accepted(task);
    robots.notify(task);
    return task;
  }

  /**
   * The task that a call names by {@code msgid}, as it stands now.
   *
   * @throws WecomError 41046 without a msgid, 41047 if the corp has no such task
   */
  public MassTask named(Params params, Corp corp) {
    MassTask task = byMsgid.get(params.required("msgid", 41046));
    if (task == null || task.corp() != corp) {
      throw new WecomError(41047);
    }
    robots.confirmDue();
    return task;
  }

  /**
   * As {@link #named}, for calls that ask for records.
   *
   * @throws WecomError 41063 while the task is being dispatched
   */
  public MassTask dispatched(Params params, Corp corp) {
    MassTask task = named(params, corp);
    if (clock.instant().isBefore(task.createdAt().plus(settings.get().dispatchDelay()))) {
      throw new WecomError(41063);
    }
    return task;
  }

  /** All tasks by their sequence, as they stand now. */
  public ConcurrentNavigableMap<Long, MassTask> bySequence() {
    robots.confirmDue();
    return bySequence;
  }

  public void reset() {
    byMsgid.clear();
    bySequence.clear();
    tally.reset();
    robots.reset();
  }

  private String newMsgid() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "msg" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
