package io.qunfa.account.permit;

import io.qunfa.account.permit.DailyCredits.Owner;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits over all corps: of a tenant and of the installation. They live in hash slots of their own,
 * so a permit takes three steps: draw leave there, reserve in the corp's slot, confirm what was
 * granted. A leave that is not confirmed returns by itself, and a permit whose leave is gone is
 * told to nobody. Where no such limit is set, Redis is not asked.
 */
@Component
class DrawLeave {
  private final KnownLimits known;
  private final CountInRedis count;
  private final ScriptArguments arguments;
  private final PermitSettings settings;

  DrawLeave(
      KnownLimits known, CountInRedis count, ScriptArguments arguments, PermitSettings settings) {
    this.known = known;
    this.count = count;
    this.arguments = arguments;
    this.settings = settings;
  }

  /** The pools with a limit that count what a tenant sends. */
  List<Pool> pools(TenantId tenant) {
    List<Pool> pools = new ArrayList<>(2);
    PoolLimits all =
        new PoolLimits(
            limit(settings.pools().globalRecipientsPerDay()),
            limit(settings.pools().globalCallsPerMinute()));
    if (all.isSet()) {
      pools.add(Pool.installation(all));
    }
    PoolLimits tenants = known.pool(tenant);
    if (tenants.isSet()) {
      pools.add(Pool.of(tenant, tenants));
    }
    return pools;
  }

  /** Draws for every wish from all pools, in their order; a pool's no spares the next one. */
  Map<String, Leave> draw(List<Pool> pools, List<Wish> wishes) {
    Map<String, Leave> leaves = new HashMap<>();
    wishes.forEach(wish -> leaves.put(wish.permitId(), new Leave(wish.recipients(), null)));
    for (Pool pool : pools) {
      List<Wish> open =
          wishes.stream().filter(wish -> leave(leaves, wish).recipients() > 0).toList();
      List<Counted> answers =
          count.count(
              LimiterScript.DRAW,
              open.stream().map(wish -> draw(pool, wish, leave(leaves, wish))).toList());
      for (int index = 0; index < open.size(); index++) {
        Leave before = leave(leaves, open.get(index));
        Counted answer = answers.get(index);
        leaves.put(
            open.get(index).permitId(),
            answer.granted() < before.recipients() ? new Leave(answer.granted(), answer) : before);
      }
    }
    return leaves;
  }

  /**
   * Keeps of every leave what was granted and gives back the rest. Counts like a grant: a
   * confirmation that Redis forgets would let the leave return.
   *
   * @return permits that must not be given: their leave is gone, or Redis cannot tell
   */
  Set<String> confirm(List<Pool> pools, List<Given> givens) {
    Set<String> without = new HashSet<>();
    for (Pool pool : pools) {
      List<Counted> answers =
          count.count(
              LimiterScript.CONFIRM,
              givens.stream().map(given -> confirmation(pool, given)).toList());
      for (int index = 0; index < givens.size(); index++) {
        if (answers.get(index).granted() == 0 && givens.get(index).granted() > 0) {
          without.add(givens.get(index).permitId());
        }
      }
    }
    return without;
  }

  private Counting draw(Pool pool, Wish wish, Leave leave) {
    LimiterKeys keys = new LimiterKeys(pool.slot());
    int quota = pool.limits().recipientsPerDay();
    return new Counting(
        pool.slot(),
        pool.owner(),
        quota < 0 ? Integer.MAX_VALUE : quota,
        List.of(keys.marker(), keys.pool(), keys.permit(wish.permitId()), keys.openLeaves()),
        arguments.ofDraw(
            pool.limits(),
            pool.name(),
            leave.recipients(),
            wish.wholeOnly(),
            wish.permitId(),
            keys.permits()));
  }

  private static Counting confirmation(Pool pool, Given given) {
    LimiterKeys keys = new LimiterKeys(pool.slot());
    return new Counting(
        pool.slot(),
        null,
        0,
        List.of(
            keys.marker(),
            keys.pool(),
            keys.permit(given.wished()),
            keys.openLeaves(),
            keys.permit(given.permitId())),
        List.of(given.wished(), given.permitId(), Integer.toString(given.granted())));
  }

  private static Leave leave(Map<String, Leave> leaves, Wish wish) {
    return leaves.getOrDefault(wish.permitId(), new Leave(0, null));
  }

  private static int limit(int setting) {
    return setting == 0 ? -1 : setting;
  }

  /** A tenant's or the installation's limits, and where they are counted. */
  record Pool(String letter, LimiterSlot slot, Owner owner, Limit name, PoolLimits limits) {
    static Pool installation(PoolLimits limits) {
      return new Pool("g", LimiterSlot.INSTALLATION, new Owner(0, 0), Limit.GLOBAL_LIMIT, limits);
    }

    static Pool of(TenantId tenant, PoolLimits limits) {
      return new Pool(
          "t", LimiterSlot.of(tenant), new Owner(tenant.value(), 0), Limit.TENANT_LIMIT, limits);
    }

    /** Where a permit with this letter was counted. */
    static LimiterSlot slot(char letter, TenantId tenant) {
      return letter == 'g' ? LimiterSlot.INSTALLATION : LimiterSlot.of(tenant);
    }
  }

  record Wish(String permitId, int recipients, boolean wholeOnly) {}

  /**
   * @param recipients how many may be asked for in the corp's slot
   * @param lessBy what made it fewer than wished; null if nothing did
   */
  record Leave(int recipients, @Nullable Counted lessBy) {}

  /**
   * @param wished the id under which leave was drawn
   * @param permitId the permit that the corp's slot answered, an earlier one if the ask was
   *     repeated; empty if none
   */
  record Given(String wished, String permitId, int granted) {}
}
