package io.qunfa.task.replay;

import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.deadletter.DeadLetter;
import io.qunfa.task.deadletter.LetterBook;
import io.qunfa.task.deadletter.LetterKind;
import io.qunfa.task.deadletter.LetterState;
import io.qunfa.task.deadletter.Letters;
import io.qunfa.task.job.SendJob;
import io.qunfa.wire.BrokerNames;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Replays or discards one dead letter, with who and why, in one transaction with what follows from
 * it. A job is locked before its letter, as everywhere.
 */
@Component
class DecideLetter {
  private final Letters letters;
  private final LetterBook book;
  private final DeadJobs deadJobs;
  private final PublishAgain publishAgain;

  DecideLetter(Letters letters, LetterBook book, DeadJobs deadJobs, PublishAgain publishAgain) {
    this.letters = letters;
    this.book = book;
    this.deadJobs = deadJobs;
    this.publishAgain = publishAgain;
  }

  /**
   * A job goes back into its lane, where it takes its turn and its permit as any other, under a new
   * epoch. A message goes back into its queue.
   */
  @Transactional
  public DeadLetter replay(TenantId tenant, long id, Decision decision) {
    DeadLetter letter = letters.require(tenant, id);
    switch (letter.kind()) {
      case JOB -> {
        SendJob job = deadJobs.requireDead(tenant, letter);
        deadJobs.requireGoing(job);
        close(tenant, letter, LetterState.REPLAYED, decision);
        deadJobs.sendAgain(job);
      }
      case MESSAGE -> {
        if (BrokerNames.channelOf(letter.queue()).isPresent()) {
          deadJobs.requireNotAtChannel(tenant, letter);
        }
        Letters.Body body = letters.body(tenant, id);
        if (!body.payload().isWhole()) {
          throw new Problem(
              ProblemCode.WRONG_STATE,
              "Only the first bytes of this message are kept, so it cannot be replayed. Discard"
                  + " it.");
        }
        // The letter is locked until the broker has the message: should it die again at once, that
        // is written after this.
        close(tenant, letter, LetterState.REPLAYED, decision);
        publishAgain.publish(letter.queue(), body);
      }
    }
    return letters.require(tenant, id);
  }

  /** A job is given up and its recipients become CANCELLED; a message is only marked. */
  @Transactional
  public DeadLetter discard(TenantId tenant, long id, Decision decision) {
    DeadLetter letter = letters.require(tenant, id);
    if (letter.state() == LetterState.DISCARDED) {
      return letter;
    }
    if (letter.kind() == LetterKind.JOB) {
      SendJob job = deadJobs.requireDead(tenant, letter);
      close(tenant, letter, LetterState.DISCARDED, decision);
      deadJobs.giveUp(job);
    } else {
      close(tenant, letter, LetterState.DISCARDED, decision);
    }
    return letters.require(tenant, id);
  }

  private void close(TenantId tenant, DeadLetter letter, LetterState as, Decision decision) {
    long id = Long.parseLong(letter.id());
    if (!book.decide(tenant, id, as, decision.actor(), decision.reason())) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "Dead letter "
              + letter.id()
              + " is "
              + letters.require(tenant, id).state()
              + " by now. Nothing was changed.");
    }
  }
}
