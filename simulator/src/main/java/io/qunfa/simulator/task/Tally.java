package io.qunfa.simulator.task;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Directory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Counts what WeCom was given through the API. A duplicate is a customer or group that was accepted
 * again with the same content. Thread-safe.
 */
@Component
public class Tally {
  private static final int SAMPLE = 20;

  private final Map<String, Integer> contents = new HashMap<>();
  private final Map<Corp, BitSet> seen = new HashMap<>();
  private final Map<String, Sender> senders = new TreeMap<>();
  private final List<String> duplicateSample = new ArrayList<>();
  private final long[] byStatus = new long[4];
  private LongSet accepted = new LongSet();
  private long tasks;
  private long refused;
  private long recipients;
  private long distinct;
  private long duplicates;

  synchronized void accepted(MassTask task) {
    if (!task.order().creator().isEmpty()) {
      return;
    }
    tasks++;
    refused += task.order().refused();
    Directory directory = task.corp().directory();
    String content = task.corp().id() + ' ' + task.order().content().textHash();
    long contentNumber = contents.computeIfAbsent(content, added -> contents.size() + 1);
    BitSet targets = seen.computeIfAbsent(task.corp(), corp -> new BitSet());
    for (Share share : task.shares()) {
      for (int target : share.targets()) {
        if (!targets.get(target)) {
          targets.set(target);
          distinct++;
        }
        if (!accepted.add((contentNumber << 32) | target)) {
          duplicates++;
          if (duplicateSample.size() < SAMPLE) {
            duplicateSample.add(directory.id(target));
          }
        }
      }
      recipients += share.size();
      byStatus[Share.UNSENT] += share.size();
      senders.merge(directory.userid(share.member()), new Sender(1, share.size(), 0), Sender::plus);
    }
  }

  synchronized void sent(MassTask task, Share share) {
    if (!task.order().creator().isEmpty()) {
      return;
    }
    for (int i = 0; i < share.size(); i++) {
      byStatus[Share.UNSENT]--;
      byStatus[share.status(i)]++;
    }
    senders.merge(
        task.corp().directory().userid(share.member()), new Sender(0, 0, 1), Sender::plus);
  }

  /** A call whose every id was refused made no task, but its ids count. */
  public synchronized void allRefused(int ids) {
    refused += ids;
  }

  public synchronized Report report() {
    Map<String, Long> statuses = new TreeMap<>();
    for (int status = 0; status < byStatus.length; status++) {
      statuses.put(Integer.toString(status), byStatus[status]);
    }
    return new Report(
        tasks,
        recipients + refused,
        refused,
        recipients,
        distinct,
        duplicates,
        List.copyOf(duplicateSample),
        new TreeMap<>(senders),
        statuses);
  }

  synchronized void reset() {
    contents.clear();
    seen.clear();
    senders.clear();
    duplicateSample.clear();
    accepted = new LongSet();
    Arrays.fill(byStatus, 0);
    tasks = 0;
    refused = 0;
    recipients = 0;
    distinct = 0;
    duplicates = 0;
  }

  /** One sender's tasks, the recipients in them, and how many of its tasks it confirmed. */
  public record Sender(long tasks, long recipients, long confirmed) {
    Sender plus(Sender other) {
      return new Sender(
          tasks + other.tasks, recipients + other.recipients, confirmed + other.confirmed);
    }
  }

  /** The counts. {@code targeted} = {@code refused} + {@code recipients}. */
  public record Report(
      long tasks,
      long targeted,
      long refused,
      long recipients,
      long distinctRecipients,
      long duplicates,
      List<String> duplicateSample,
      Map<String, Sender> perSender,
      Map<String, Long> byStatus) {}
}
