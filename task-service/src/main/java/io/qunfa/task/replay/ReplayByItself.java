package io.qunfa.task.replay;

import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.deadletter.LetterBook;
import io.qunfa.task.deadletter.LetterState;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Replays what gave up for a cause in the transport, a bounded number of times. Who was there first
 * among replicas is decided by the letter's state.
 */
final class ReplayByItself implements Step {
  private static final Logger log = LoggerFactory.getLogger(ReplayByItself.class);
  private static final int AT_MOST = 100;
  private static final Decision DECISION =
      new Decision("automatic", "The cause lies in the transport.");

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final LetterBook book;
  private final DecideLetter decide;
  private final AutomaticReplaySettings settings;
  private final Clock clock;

  ReplayByItself(
      JdbcClient jdbc,
      TransactionOperations transaction,
      LetterBook book,
      DecideLetter decide,
      AutomaticReplaySettings settings,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.book = book;
    this.decide = decide;
    this.settings = settings;
    this.clock = clock;
  }

  private record Candidate(TenantId tenant, long id) {}

  @Override
  public boolean run() {
    if (settings.tries() == 0 || settings.reasons().isEmpty()) {
      return false;
    }
    List<Candidate> candidates = candidates();
    for (Candidate candidate : candidates) {
      try {
        replay(candidate);
      } catch (Problem cannot) {
        if (cannot.code() == ProblemCode.UPSTREAM_UNAVAILABLE) {
          return false;
        }
        log.warn("Dead letter {} is left to a person: {}", candidate.id(), cannot.getMessage());
        transaction.executeWithoutResult(status -> count(candidate, LetterState.DEAD));
      }
    }
    return candidates.size() == AT_MOST;
  }

  private void replay(Candidate candidate) {
    transaction.executeWithoutResult(
        status -> {
          decide.replay(candidate.tenant(), candidate.id(), DECISION);
          count(candidate, LetterState.REPLAYED);
        });
    log.info("Dead letter {} is replayed without a person", candidate.id());
  }

  private void count(Candidate candidate, LetterState in) {
    book.countAutomaticReplay(candidate.tenant(), candidate.id(), in);
  }

  private List<Candidate> candidates() {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            select tenant_id, dead_letter_id from dead_letter
            where state = 'DEAD' and reason in (:reasons) and auto_replays < :tries
              and died_at <= :diedBy and first_died_at > :notBefore
            limit :atMost
            """)
        .param("reasons", settings.reasons().stream().map(Enum::name).toList())
        .param("tries", settings.tries())
        .param("diedBy", now.minus(settings.after()))
        .param("notBefore", now.minus(settings.maxAge()))
        .param("atMost", AT_MOST)
        .query(
            (row, number) ->
                new Candidate(
                    new TenantId(row.getLong("tenant_id")), row.getLong("dead_letter_id")))
        .list();
  }
}
