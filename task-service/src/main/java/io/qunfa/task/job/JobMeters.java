package io.qunfa.task.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.channel.Channel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@code mass_tasks_created_total} and {@code mass_tasks_success_total}: send jobs planned, and
 * those that their channel took. Counted after the commit, so a repeat counts nothing twice.
 */
@Component
class JobMeters {
  private final Map<Channel, Counter> created = new EnumMap<>(Channel.class);
  private final Map<Channel, Counter> succeeded = new EnumMap<>(Channel.class);

  JobMeters(MeterRegistry meters) {
    for (Channel channel : Channel.values()) {
      created.put(channel, meters.counter("mass_tasks_created_total", "channel", channel.text()));
      succeeded.put(channel, meters.counter("mass_tasks_success_total", "channel", channel.text()));
    }
  }

  void created(List<SendJob> jobs) {
    countAfterCommit(created, jobs.stream().map(SendJob::channel).toList());
  }

  void changed(List<JobChange> changes) {
    countAfterCommit(
        succeeded,
        changes.stream()
            .filter(
                change ->
                    change.after().status() == JobStatus.ACCEPTED
                        && change.before().status() != JobStatus.ACCEPTED)
            .map(change -> change.after().channel())
            .toList());
  }

  private static void countAfterCommit(Map<Channel, Counter> counters, List<Channel> channels) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            channels.forEach(
                channel -> {
                  Counter counter = counters.get(channel);
                  if (counter != null) {
                    counter.increment();
                  }
                });
          }
        });
  }
}
