package io.qunfa.account.permit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script that counts. The script's first four arguments are what MySQL knows of slot
 * and day; {@link CountInRedis} supplies them.
 *
 * @param owner whose days are counted; null if no days are
 * @param quota the most that one day can need
 */
record Counting(
    LimiterSlot slot,
    DailyCredits.@Nullable Owner owner,
    int quota,
    List<String> keys,
    List<String> arguments) {
  Counting {
    keys = List.copyOf(keys);
    arguments = List.copyOf(arguments);
  }

  LimiterRedis.Run run(Generations.Known known, DailyCredits.@Nullable Credit credit) {
    List<String> all = new ArrayList<>(arguments.size() + 4);
    all.add(Long.toString(known.generation()));
    all.add(Long.toString(known.seen()));
    all.add(Long.toString(credit == null ? -1 : credit.day()));
    all.add(Long.toString(credit == null ? 0 : credit.recipients()));
    all.addAll(arguments);
    return new LimiterRedis.Run(keys, all);
  }
}
