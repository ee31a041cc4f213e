package io.qunfa.task.deadletter;

import io.qunfa.task.stepping.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes dead messages into the book and acknowledges each after its commit. One that cannot be
 * written now is tried again behind the others, as long as it takes: until then the broker has it.
 * Run by one thread.
 */
final class KeepDeadMessages implements Step {
  private static final Logger log = LoggerFactory.getLogger(KeepDeadMessages.class);

  private final DeadInbox inbox;
  private final ReadDeadMessage read;
  private final LetterBook letters;
  private final TransactionOperations transaction;

  KeepDeadMessages(
      DeadInbox inbox,
      ReadDeadMessage read,
      LetterBook letters,
      TransactionOperations transaction) {
    this.inbox = inbox;
    this.read = read;
    this.letters = letters;
    this.transaction = transaction;
  }

  @Override
  public boolean run() {
    return inbox.next().map(this::keep).orElse(false);
  }

  private boolean keep(DeadInbox.Delivered delivered) {
    boolean kept = false;
    try {
      NewLetter letter = read.read(delivered.message());
      transaction.executeWithoutResult(status -> letters.enter(letter));
      kept = true;
      log.error(
          "A message of {} is dead letter {} of tenant {} now, for {}: {}",
          letter.queue(),
          letter.name(),
          letter.tenantId(),
          letter.reason(),
          letter.evidence());
    } finally {
      if (!kept) {
        inbox.later(delivered);
      }
    }
    delivered.acknowledge();
    return true;
  }
}
