package io.qunfa.data.audience;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.channel.Channel;
import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.data.protection.ContactLoads;
import io.qunfa.data.protection.CorpPolicy;
import io.qunfa.data.protection.RecipientPolicies;
import io.qunfa.data.protection.Room;
import io.qunfa.data.suppression.Suppressions;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Finds who of an audience has had enough messages, by the corp's policy as it stands when the
 * freeze begins.
 */
@Component
final class ProtectAudience {
  private static final ContactLoads.Source PICKED =
      new ContactLoads.Source("picked", "s.reason is null", List.of());

  private final RecipientPolicies policies;
  private final ContactLoads loads;
  private final Suppressions suppressions;
  private final InstantSource time;

  ProtectAudience(
      RecipientPolicies policies,
      ContactLoads loads,
      Suppressions suppressions,
      InstantSource time) {
    this.policies = policies;
    this.loads = loads;
    this.suppressions = suppressions;
    this.time = time;
  }

  /** What one freeze or preview goes by. Read before its transaction, and before suppressions. */
  record Rules(CorpPolicy policy, Channel channel, Instant now, long suppressionMark) {
    Room room(Exemption exemption) {
      return policy.roomAt(now, channel, exemption);
    }

    CheckedAgainst checked(Exemption exemption) {
      return new CheckedAgainst(room(exemption).day(), policy.version(), suppressionMark);
    }

    TenantId tenant() {
      return policy.tenantId();
    }

    CorpId corp() {
      return policy.corpId();
    }
  }

  Rules rules(TenantId tenant, CorpId corp, Channel channel) {
    return new Rules(
        policies.of(tenant, corp), channel, time.instant(), suppressions.mark(tenant, corp));
  }

  /** Excludes those in {@code picked} for whom there is no room just now; counts nothing. */
  void look(Rules rules, Exemption exemption) {
    loads.excludeWithoutRoom(rules.tenant(), rules.corp(), rules.room(exemption));
  }

  /** Counts everybody in {@code picked} who has room, and excludes the others. */
  void count(Rules rules, Exemption exemption, CampaignId campaign) {
    Room room = rules.room(exemption);
    loads.count(rules.tenant(), rules.corp(), campaign, room, PICKED);
    loads.excludeUncounted(rules.tenant(), rules.corp(), campaign, room);
  }

  /** A contact that a task would write to. */
  record Wish(CampaignId task, Exemption exemption, String externalUserId) {}

  /**
   * Counts these in their order, as far as there is room.
   *
   * @return why not, per task and contact
   */
  Map<CampaignId, Map<String, ExclusionReason>> count(Rules rules, List<Wish> wishes) {
    Map<CampaignId, Map<String, ExclusionReason>> denied = new HashMap<>();
    for (List<Wish> round : rounds(wishes)) {
      Map<Exemption, Map<String, CampaignId>> holders = new HashMap<>();
      round.forEach(
          wish ->
              holders
                  .computeIfAbsent(wish.exemption(), each -> new HashMap<>())
                  .put(wish.externalUserId(), wish.task()));
      holders.forEach(
          (exemption, each) ->
              loads
                  .countEach(rules.tenant(), rules.corp(), rules.room(exemption), each)
                  .forEach(
                      (id, reason) ->
                          denied
                              .computeIfAbsent(each.get(id), task -> new HashMap<>())
                              .put(id, ExclusionReason.valueOf(reason))));
    }
    return denied;
  }

  /** No contact twice in a round: what the first of its tasks takes, the second must see. */
  private static List<List<Wish>> rounds(List<Wish> wishes) {
    List<List<Wish>> rounds = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Wish wish : wishes) {
      int round = seen.merge(wish.externalUserId(), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(wish);
    }
    return rounds;
  }
}
