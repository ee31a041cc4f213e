package io.qunfa.task.progress;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.campaign.Campaigns;
import io.qunfa.task.holds.ReadHolds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes readings, and tells the pace from one to the next. Safe for any number of threads. */
@Component
class ReadProgress {
  private static final int REMEMBERED = 1000;
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final Campaigns campaigns;
  private final CountRecipients countRecipients;
  private final ReadHolds readHolds;
  private final Clock clock;
  private final Map<CampaignId, Pace> paces =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CampaignId, Pace> eldest) {
          return size() > REMEMBERED;
        }
      };

  ReadProgress(
      Campaigns campaigns, CountRecipients countRecipients, ReadHolds readHolds, Clock clock) {
    this.campaigns = campaigns;
    this.countRecipients = countRecipients;
    this.readHolds = readHolds;
    this.clock = clock;
  }

  private record Pace(Instant at, long decided, @Nullable Double perSecond) {}

  /**
   * A reading and whether it is the last one.
   *
   * @param complete the campaign has ended and every recipient is final
   */
  record Reading(Progress progress, boolean complete) {}

  Reading read(TenantId tenant, CampaignId id) {
    // The status first: counts that are read after an end are the final ones.
    Campaign campaign = campaigns.get(tenant, id);
    RecipientCounts counts = countRecipients.of(tenant, id);
    Instant now = clock.instant();
    Progress progress =
        new Progress(
            id,
            campaign.status(),
            counts.targeted(),
            counts.states(),
            counts.excluded(),
            counts.balanced(),
            readHolds.of(tenant, id),
            pace(id, decided(counts), now),
            now);
    return new Reading(progress, campaign.status().isFinal() && counts.open() == 0);
  }

  private static long decided(RecipientCounts counts) {
    Map<String, Long> states = counts.states();
    return counts.targeted()
        - states.getOrDefault(RecipientState.EXCLUDED.name(), 0L)
        - states.getOrDefault(RecipientState.PLANNED.name(), 0L)
        - states.getOrDefault("IN_FLIGHT", 0L);
  }

  private @Nullable Double pace(CampaignId id, long decided, Instant now) {
    synchronized (paces) {
      Pace before = paces.get(id);
      if (before == null) {
        paces.put(id, new Pace(now, decided, null));
        return null;
      }
      Duration since = Duration.between(before.at(), now);
      if (since.compareTo(CLOSE) < 0) {
        return before.perSecond();
      }
      double perSecond = (decided - before.decided()) * 1000.0 / since.toMillis();
      double rounded = Math.round(perSecond * 10) / 10.0;
      paces.put(id, new Pace(now, decided, rounded));
      return rounded;
    }
  }
}
