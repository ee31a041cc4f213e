package io.qunfa.executor.send;

import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.Slots;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The bounds of jobs in work: per account, per corp, in all, and by recipients held in memory. */
@Component
class JobSlots {
  private final Slots slots = new Slots();
  private final ExecutorSettings settings;
  private final InstantSource time;

  JobSlots(ExecutorSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  /** Waits as long as the permit lives: later no call may begin anyway. */
  Optional<Slots.Held> take(SendCommand command) throws InterruptedException {
    Duration left = Duration.between(time.instant(), command.permitExpiresAt());
    return slots.take(
        List.of(
            new Slots.Wanted("account " + command.accountId(), settings.parallelPerAccount(), 1),
            new Slots.Wanted(
                "corp " + command.tenantId() + ":" + command.corpId(),
                settings.parallelPerCorp(),
                1),
            new Slots.Wanted("jobs", settings.parallel(), 1),
            new Slots.Wanted("recipients", settings.recipientsInMemory(), command.recipients())),
        left.isNegative() ? Duration.ZERO : left);
  }
}
