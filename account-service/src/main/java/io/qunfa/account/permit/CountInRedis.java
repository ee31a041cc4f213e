package io.qunfa.account.permit;

import static java.util.stream.Collectors.toMap;

import io.qunfa.account.permit.DailyCredits.Credit;
import io.qunfa.account.permit.DailyCredits.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Runs scripts that count, and supplies from MySQL what they find missing: most often nothing.
 * While Redis or MySQL cannot be asked, or may have lost something, the answer is no.
 */
@Component
class CountInRedis {
  private static final Logger log = LoggerFactory.getLogger(CountInRedis.class);
  private static final int ROUNDS = 5;

  private final LimiterRedis redis;
  private final Generations generations;
  private final DailyCredits credits;
  private final ReconnectDoubt doubt;
  private final PermitSettings settings;

  CountInRedis(
      LimiterRedis redis,
      Generations generations,
      DailyCredits credits,
      ReconnectDoubt doubt,
      PermitSettings settings) {
    this.redis = redis;
    this.generations = generations;
    this.credits = credits;
    this.doubt = doubt;
    this.settings = settings;
  }

  /** The answers in the order of the asks. */
  List<Counted> count(LimiterScript script, List<Counting> asks) {
    long changes = doubt.changes();
    Duration wait = doubt.remaining();
    if (wait.isPositive()) {
      return asks.stream().map(ask -> Counted.closed(wait)).toList();
    }
    Counted[] answers = new Counted[asks.size()];
    try {
      Map<Owner, Credit> known = new HashMap<>();
      List<Integer> open = IntStream.range(0, asks.size()).boxed().toList();
      for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
        run(script, asks, open, known, answers);
        if (doubt.changes() != changes) {
          // Some may have been asked again of a Redis that has lost something; what it granted is
          // told to nobody and runs out.
          return asks.stream().map(ask -> Counted.closed(doubt.remaining())).toList();
        }
        open = open.stream().filter(one -> !answers[one].isDecided()).toList();
        supply(asks, open, known, answers, round);
      }
    } catch (DataAccessException away) {
      log.warn(
          "Redis or MySQL does not answer: {} asks for permits are denied and may be repeated in"
              + " {}",
          asks.size(),
          settings.outageRetry(),
          away);
      return asks.stream().map(ask -> Counted.closed(settings.outageRetry())).toList();
    }
    List<Counted> all = new ArrayList<>(answers.length);
    for (Counted answer : answers) {
      all.add(answer.isDecided() ? answer : Counted.closed(settings.outageRetry()));
    }
    return all;
  }

  private void run(
      LimiterScript script,
      List<Counting> asks,
      List<Integer> open,
      Map<Owner, Credit> known,
      Counted[] answers) {
    Map<LimiterSlot, Generations.Known> slots =
        open.stream()
            .map(one -> asks.get(one).slot())
            .distinct()
            .collect(toMap(slot -> slot, generations::of));
    List<Object> raw =
        redis.run(
            script,
            open.stream()
                .map(asks::get)
                .map(ask -> ask.run(of(slots, ask.slot()), known.get(ask.owner())))
                .toList());
    for (int index = 0; index < raw.size(); index++) {
      Counted answer = Counted.of(raw.get(index));
      answers[open.get(index)] = answer;
      LimiterSlot slot = asks.get(open.get(index)).slot();
      generations.saw(slot, of(slots, slot).generation(), answer.version());
    }
  }

  private void supply(
      List<Counting> asks,
      List<Integer> open,
      Map<Owner, Credit> known,
      Counted[] answers,
      int round) {
    Set<LimiterSlot> repaired = new HashSet<>();
    Set<Owner> unread = new HashSet<>();
    Map<Owner, Credit> raised = new HashMap<>();
    for (int one : open) {
      Counting ask = asks.get(one);
      Counted answer = answers[one];
      switch (answer.word()) {
        case Counted.LOST -> {
          if (repaired.add(ask.slot())) {
            generations.lost(ask.slot(), generations.of(ask.slot()));
          }
        }
        case Counted.OUTDATED -> {
          if (repaired.add(ask.slot())) {
            // Still unknown after it was read again: MySQL itself is older than Redis.
            if (round == 0) {
              generations.learn(ask.slot());
            } else {
              generations.lost(ask.slot(), generations.of(ask.slot()));
            }
          }
        }
        case Counted.REBUILD -> unread.add(owner(ask));
        default ->
            raised.merge(
                owner(ask),
                wanted(ask, answer),
                (before, also) -> more(before, answer.granted(), ask.quota()));
      }
    }
    if (!unread.isEmpty()) {
      known.putAll(credits.of(unread));
    }
    if (!raised.isEmpty()) {
      credits.raise(raised);
      known.putAll(raised);
    }
  }

  /** A part of the quota at least, so that MySQL hears of a few parts a day and not of all asks. */
  private Credit wanted(Counting ask, Counted answer) {
    long part = Math.max(answer.granted(), ask.quota() / settings.loss().creditParts());
    return new Credit(answer.day(), Math.min(ask.quota(), answer.usedThatDay() + part));
  }

  private static Credit more(Credit before, int recipients, int quota) {
    return new Credit(before.day(), Math.min(quota, before.recipients() + recipients));
  }

  private static Generations.Known of(Map<LimiterSlot, Generations.Known> slots, LimiterSlot slot) {
    Generations.Known known = slots.get(slot);
    if (known == null) {
      throw new IllegalStateException("slot " + slot + " was not asked for");
    }
    return known;
  }

  private static Owner owner(Counting ask) {
    Owner owner = ask.owner();
    if (owner == null) {
      throw new IllegalStateException("a script that counts no days asked for them");
    }
    return owner;
  }
}
