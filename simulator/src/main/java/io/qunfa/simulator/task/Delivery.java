package io.qunfa.simulator.task;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.settings.Chance;
import io.qunfa.simulator.settings.Chance.Question;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.settings.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Delivers a confirmed part of a task and settles what each customer received. Guarded by {@link
 * MemberRobots}.
 */
@Component
class Delivery {
  private static final ZoneId WECOM = ZoneId.of("Asia/Shanghai");

  private final CurrentSettings settings;
  private final Tally tally;
  private final Map<Corp, ReceiveQuota> quotas = new HashMap<>();

  Delivery(CurrentSettings settings, Tally tally) {
    this.settings = settings;
    this.tally = tally;
  }

  void send(MassTask task, Share share, Instant at) {
    Settings now = settings.get();
    Directory directory = task.corp().directory();
    int[] targets = share.targets();
    long[] prints = directory.fingerprints(targets);
    BitSet friends = directory.followed(share.member(), targets);
    ReceiveQuota quota = quotas.computeIfAbsent(task.corp(), corp -> new ReceiveQuota());
    ReceiveQuota.Day day = new ReceiveQuota.Day(LocalDate.ofInstant(at, WECOM), now.quotaMode());
    byte[] statuses = new byte[targets.length];
    for (int i = 0; i < targets.length; i++) {
      boolean friend = friends.get(i) || now.openContacts();
      byte status = fate(task, prints[i], friend, now);
      boolean overQuota = status == Share.SENT && !quota.take(targets[i], day);
      statuses[i] = overQuota ? Share.OVER_QUOTA : status;
    }
    share.send(at, statuses);
    tally.sent(task, share);
  }

  void reset() {
    quotas.clear();
  }

  /** What becomes of a customer apart from its receive quota. */
  private static byte fate(MassTask task, long print, boolean friend, Settings now) {
    if (task.order().allowSelect()
        && less(now.allowSelectDropShare(), Question.DESELECTED, print, now)) {
      return Share.UNSENT;
    }
    if (!friend || less(now.notFriendShare(), Question.NOT_A_FRIEND, print, now)) {
      return Share.NOT_A_FRIEND;
    }
    return less(now.overQuotaShare(), Question.OVER_QUOTA, print, now)
        ? Share.OVER_QUOTA
        : Share.SENT;
  }

  private static boolean less(double share, Question question, long print, Settings now) {
    return share > 0 && Chance.of(now.seed(), question, print, 0) < share;
  }
}
