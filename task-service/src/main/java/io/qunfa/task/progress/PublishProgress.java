package io.qunfa.task.progress;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.task.progress.ReadProgress.Reading;
import io.qunfa.task.stepping.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every watched campaign once a round, however many watch it. */
final class PublishProgress implements Step {
  private static final Logger log = LoggerFactory.getLogger(PublishProgress.class);

  private final Map<Watched, List<Watcher>> watchers = new ConcurrentHashMap<>();
  private final ReadProgress readProgress;

  PublishProgress(ReadProgress readProgress) {
    this.readProgress = readProgress;
  }

  private record Watched(TenantId tenantId, CampaignId campaignId) {}

  /** The first reading is sent at once. */
  void add(TenantId tenant, CampaignId campaign, Watcher watcher) {
    Watched watched = new Watched(tenant, campaign);
    Reading first = readProgress.read(tenant, campaign);
    watcher.onEnd(() -> remove(watched, watcher));
    if (!first.complete()) {
      watchers.compute(watched, (key, watching) -> with(watcher, watching));
    }
    watcher.send(first);
  }

  @Override
  public boolean run() {
    watchers.forEach(this::publish);
    return false;
  }

  private static List<Watcher> with(Watcher watcher, @Nullable List<Watcher> watching) {
    List<Watcher> all = watching == null ? new ArrayList<>() : new ArrayList<>(watching);
    all.add(watcher);
    return List.copyOf(all);
  }

  private void publish(Watched watched, List<Watcher> watching) {
    try {
      Reading reading = readProgress.read(watched.tenantId(), watched.campaignId());
      watching.forEach(watcher -> watcher.send(reading));
      if (reading.complete()) {
        watching.forEach(watcher -> remove(watched, watcher));
      }
    } catch (Problem away) {
      log.warn(
          "No progress of campaign {} this second: {}; its watchers wait for the next",
          watched.campaignId(),
          away.getMessage());
    }
  }

  private void remove(Watched watched, Watcher watcher) {
    watchers.computeIfPresent(
        watched,
        (key, watching) -> {
          List<Watcher> left = watching.stream().filter(one -> one != watcher).toList();
          return left.isEmpty() ? null : left;
        });
  }
}
