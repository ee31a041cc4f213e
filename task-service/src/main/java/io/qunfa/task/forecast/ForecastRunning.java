package io.qunfa.task.forecast;

import io.qunfa.ids.CampaignId;
import io.qunfa.task.account.SendingAccounts;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.campaign.CampaignStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * The forecast of a campaign that is under way, made anew every few seconds at most, since it asks
 * account-service and data-service. Safe for any number of threads.
 */
@Component
public class ForecastRunning {
  private static final Logger log = LoggerFactory.getLogger(ForecastRunning.class);
  private static final Duration GOOD_FOR = Duration.ofSeconds(10);
  private static final int REMEMBERED = 1000;

  private final PredictFinish predictFinish;
  private final SendingAccounts accounts;
  private final Clock clock;
  private final Map<CampaignId, Made> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CampaignId, Made> eldest) {
          return size() > REMEMBERED;
        }
      };

  ForecastRunning(PredictFinish predictFinish, SendingAccounts accounts, Clock clock) {
    this.predictFinish = predictFinish;
    this.accounts = accounts;
    this.clock = clock;
  }

  private record Made(Instant at, Optional<Forecast> forecast) {}

  /**
   * Empty before it is planned, once all of it is with the channel, and while one of these services
   * does not answer.
   */
  public Optional<Forecast> of(Campaign campaign) {
    if (campaign.status() != CampaignStatus.RUNNING && campaign.status() != CampaignStatus.PAUSED) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    synchronized (made) {
      Made before = made.get(campaign.id());
      if (before != null && before.at().plus(GOOD_FOR).isAfter(now)) {
        return before.forecast();
      }
    }
    if (!predictFinish.isUnderWay(campaign)) {
      return Optional.empty();
    }
    Optional<Forecast> forecast = make(campaign);
    synchronized (made) {
      made.put(campaign.id(), new Made(now, forecast));
    }
    return forecast;
  }

  private Optional<Forecast> make(Campaign campaign) {
    try {
      return Optional.of(
          predictFinish.ofRunning(
              campaign, accounts.of(campaign.tenantId(), campaign.corpId(), campaign.channel())));
    } catch (RestClientException away) {
      log.warn(
          "No forecast of campaign {}: account-service or data-service does not answer ({}); made again in {}",
          campaign.id(),
          away.getMessage(),
          GOOD_FOR);
      return Optional.empty();
    }
  }
}
