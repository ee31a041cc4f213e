package io.qunfa.data.audience;

import io.qunfa.ids.AccountId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives contacts that several accounts could write to always to the least loaded of them, a whole
 * group with the same choice at once: like filling the lowest vessels to one level. Ties go to the
 * lower account id.
 */
final class ShareOut {
  private final Map<AccountId, Long> loads;

  /**
   * @param loads what each account has already; changed by what is given
   */
  ShareOut(Map<AccountId, Long> loads) {
    this.loads = loads;
  }

  /**
   * @param candidates at least one
   * @return how many of the contacts each account gets, those with none left out
   */
  Map<AccountId, Long> give(long contacts, List<AccountId> candidates) {
    List<AccountId> lowestFirst =
        candidates.stream()
            .sorted(Comparator.comparingLong(this::load).thenComparing(ByAccount.ORDER))
            .toList();
    int sharing = 0;
    long sum = 0;
    // The more accounts share, the higher the level at which they meet.
    while (sharing < lowestFirst.size()) {
      long next = load(lowestFirst.get(sharing));
      if (sharing > 0 && sum + contacts < next * sharing) {
        break;
      }
      sum += next;
      sharing++;
    }
    long level = Math.floorDiv(sum + contacts, sharing);
    long over = Math.floorMod(sum + contacts, sharing);
    Map<AccountId, Long> given = new TreeMap<>(ByAccount.ORDER);
    for (AccountId account :
        lowestFirst.subList(0, sharing).stream().sorted(ByAccount.ORDER).toList()) {
      long target = level + (over > 0 ? 1 : 0);
      over = Math.max(0, over - 1);
      long share = target - load(account);
      if (share > 0) {
        given.put(account, share);
        loads.merge(account, share, Long::sum);
      }
    }
    return given;
  }

  private long load(AccountId account) {
    return loads.getOrDefault(account, 0L);
  }
}
