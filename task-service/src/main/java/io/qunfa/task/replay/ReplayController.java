package io.qunfa.task.replay;

import io.qunfa.channel.Channel;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.qunfa.task.deadletter.DeadLetter;
import io.qunfa.task.deadletter.DeadReason;
import io.qunfa.task.deadletter.LetterFilter;
import io.qunfa.task.deadletter.LetterKind;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** A person's decisions about dead letters. */
@RestController
class ReplayController {
  private static final int MAX_REASON = 500;

  private final DecideLetter decide;
  private final DecideMany decideMany;
  private final Idempotency idempotency;

  ReplayController(DecideLetter decide, DecideMany decideMany, Idempotency idempotency) {
    this.decide = decide;
    this.decideMany = decideMany;
    this.idempotency = idempotency;
  }

  record Why(@Nullable String reason) {}

  /** Those that are DEAD and of which all of this holds. */
  record Which(
      @Nullable LetterKind kind,
      @Nullable CampaignId campaignId,
      @Nullable Channel channel,
      @Nullable String queue,
      @Nullable DeadReason reason,
      @Nullable Instant diedFrom,
      @Nullable Instant diedTo,
      @Nullable String text) {
    LetterFilter filter() {
      return new LetterFilter(
          kind, campaignId, channel, queue, reason, null, diedFrom, diedTo, text);
    }
  }

  /**
   * @param filter required, so that nobody means all by leaving it out; {@code {}} means all
   * @param limit at most so many; 1 to 1000, by default 1000
   * @param cursor the nextCursor of an earlier answer
   */
  record Many(
      @Nullable Which filter,
      @Nullable String reason,
      @Nullable Integer limit,
      @Nullable String cursor) {
    LetterFilter requiredFilter() {
      if (filter == null) {
        throw Problem.invalid("/filter", "filter is missing. Say which; {} means all.");
      }
      return filter.filter();
    }

    int atMost() {
      int most = limit == null ? Page.MAX_LIMIT : limit;
      if (most < 1 || most > Page.MAX_LIMIT) {
        throw Problem.invalid("/limit", "limit must be 1 to " + Page.MAX_LIMIT + ".");
      }
      return most;
    }

    long after() {
      return Cursor.number(cursor, 0);
    }
  }

  /** What an Idempotency-Key stands for. */
  private record Asked(long id, Decision decision) {}

  @PostMapping("/api/v1/dead-letters/{id}:replay")
  DeadLetter replay(
      Caller caller,
      @PathVariable("id") long id,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable Why why) {
    Decision decision = new Decision(caller.subject(), text(why == null ? null : why.reason()));
    return once(
        caller,
        "dead-letter-replay",
        key,
        new Asked(id, decision),
        () -> decide.replay(caller.tenantId(), id, decision));
  }

  @PostMapping("/api/v1/dead-letters/{id}:discard")
  DeadLetter discard(
      Caller caller,
      @PathVariable("id") long id,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable Why why) {
    Decision decision = withReason(caller, why == null ? null : why.reason());
    return once(
        caller,
        "dead-letter-discard",
        key,
        new Asked(id, decision),
        () -> decide.discard(caller.tenantId(), id, decision));
  }

  private DeadLetter once(
      Caller caller,
      String operation,
      @Nullable String key,
      Asked asked,
      Supplier<DeadLetter> decided) {
    return idempotency.once(caller.tenantId(), operation, key, asked, DeadLetter.class, decided);
  }

  /** To repeat it is harmless: it takes what is still DEAD. */
  @PostMapping("/api/v1/dead-letters:replay")
  DecideMany.Tally replayMany(Caller caller, @RequestBody Many many) {
    return decideMany.replay(
        caller.tenantId(),
        many.requiredFilter(),
        many.after(),
        many.atMost(),
        new Decision(caller.subject(), text(many.reason())));
  }

  /** To repeat it is harmless: it takes what is still DEAD. */
  @PostMapping("/api/v1/dead-letters:discard")
  DecideMany.Tally discardMany(Caller caller, @RequestBody Many many) {
    return decideMany.discard(
        caller.tenantId(),
        many.requiredFilter(),
        many.after(),
        many.atMost(),
        withReason(caller, many.reason()));
  }

  /** What is given up for good is given up for a reason. */
  private static Decision withReason(Caller caller, @Nullable String reason) {
    String text = text(reason);
    if (text.isEmpty()) {
      throw Problem.invalid("/reason", "reason is missing. Say why this is given up.");
    }
    return new Decision(caller.subject(), text);
  }

  private static String text(@Nullable String reason) {
    String text = reason == null ? "" : reason.strip();
    if (text.length() > MAX_REASON) {
      throw Problem.invalid("/reason", "reason must have at most " + MAX_REASON + " characters.");
    }
    return text;
  }
}
