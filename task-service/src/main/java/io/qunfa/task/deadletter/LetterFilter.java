package io.qunfa.task.deadletter;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters; what is null does not matter.
 *
 * @param diedFrom inclusive
 * @param diedTo exclusive
 * @param text part of the evidence
 */
public record LetterFilter(
    @Nullable LetterKind kind,
    @Nullable CampaignId campaignId,
    @Nullable Channel channel,
    @Nullable String queue,
    @Nullable DeadReason reason,
    @Nullable LetterState state,
    @Nullable Instant diedFrom,
    @Nullable Instant diedTo,
    @Nullable String text) {
  public static final LetterFilter NONE =
      new LetterFilter(null, null, null, null, null, null, null, null, null);

  public LetterFilter in(LetterState only) {
    return new LetterFilter(kind, campaignId, channel, queue, reason, only, diedFrom, diedTo, text);
  }

  /** With {@code and} before each. */
  String conditions() {
    List<String> all = new ArrayList<>();
    add(all, kind, "kind = :kind");
    add(all, campaignId, "campaign_id = :campaign");
    add(all, channel, "channel = :channel");
    add(all, queue, "queue = :queue");
    add(all, reason, "reason = :reason");
    add(all, state, "state = :state");
    add(all, diedFrom, "died_at >= :diedFrom");
    add(all, diedTo, "died_at < :diedTo");
    add(all, text, "instr(evidence, :text) > 0");
    return String.join("", all);
  }

  Map<String, Object> parameters() {
    Map<String, Object> all = new LinkedHashMap<>();
    put(all, "kind", kind == null ? null : kind.name());
    put(all, "campaign", campaignId == null ? null : campaignId.value());
    put(all, "channel", channel == null ? null : channel.text());
    put(all, "queue", queue);
    put(all, "reason", reason == null ? null : reason.name());
    put(all, "state", state == null ? null : state.name());
    put(all, "diedFrom", diedFrom);
    put(all, "diedTo", diedTo);
    put(all, "text", text);
    return all;
  }

  private static void add(List<String> conditions, @Nullable Object given, String condition) {
    if (given != null) {
      conditions.add(" and " + condition);
    }
  }

  private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
