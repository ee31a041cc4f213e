package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.channel.Channel;
import io.qunfa.protection.Exemption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecipientPolicyTest extends ProtectionFixture {
  @Test
  void inModeDayWecomTakesOneADay() {
    contacts(2);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "DAY_1");
    freeze(aCampaign());

    assertThat(freeze(aCampaign()).excluded()).isEqualTo(Map.of(ExclusionReason.RECEIVE_QUOTA, 2L));
    assertThat(freezeTask(new Exemption(true, true), 1).excluded())
        .as("nothing passes by WeCom's quota")
        .isEqualTo(Map.of(ExclusionReason.RECEIVE_QUOTA, 1L));

    CLOCK.set("2027-03-11T12:00", SHANGHAI);
    assertThat(freeze(aCampaign()).planned()).isEqualTo(2);
  }

  @Test
  void inModeWeekWecomTakesSevenFromMondayToSunday() {
    contacts(2);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "WEEK_7");
    CLOCK.set("2027-03-13T12:00", SHANGHAI);
    freezeTimes(4);
    CLOCK.set("2027-03-14T23:59", SHANGHAI);
    assertThat(freezeTimes(4)).containsExactly(2L, 2L, 2L, 0L);

    CLOCK.set("2027-03-15T00:00", SHANGHAI);
    assertThat(freezeTimes(1)).as("Monday").containsExactly(2L);
  }

  @Test
  void inModeMonthWecomTakesAsManyAsTheMonthHasDays() {
    contacts(1);
    ledgers.policy(TENANT, corp, 100, "00:00", "00:00", "MONTH_DAYS");
    CLOCK.set("2027-02-10T12:00", SHANGHAI);
    freezeTimes(20);
    CLOCK.set("2027-02-28T23:00", SHANGHAI);
    assertThat(freezeTimes(9)).containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);

    CLOCK.set("2027-03-01T00:00", SHANGHAI);
    assertThat(freezeTimes(1)).containsExactly(1L);
  }

  @Test
  void anotherChannelDoesNotUseUpWecomsQuota() {
    contacts(1);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "DAY_1");
    operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/" + aCampaign() + ":freeze",
            new FreezeAudience(
                TENANT, corp, Channel.IPAD, EVERYONE, List.of(sender(1, 0, 100)), Exemption.NONE)),
        FrozenAudience.class);

    assertThat(freeze(aCampaign()).planned()).isEqualTo(1);
  }

  @Test
  void aPolicyTellsWhoChangedWhatAndWhen() {
    JsonNode first = policy();
    assertThat(first.path("version").asInt()).isZero();
    assertThat(first.path("maxPerDay").asInt()).isEqualTo(1);
    assertThat(first.at("/quietHours/from").asText()).isEqualTo("21:00");
    assertThat(first.at("/quietHours/until").asText()).isEqualTo("09:00");
    assertThat(first.path("receiveQuota").asText()).isEqualTo("MONTH_DAYS");
    assertThat(first.path("timeZone").asText()).isEqualTo("Asia/Shanghai");

    ledgers.policy(TENANT, corp, 2, "22:00", "08:00", "WEEK_7");
    ledgers.policy(TENANT, corp, 3, "22:00", "08:00", "DAY_1");

    JsonNode history = operator.read(operator.get(TENANT, path() + "/history"), 200).path("items");
    assertThat(history).hasSize(2);
    assertThat(history.get(0).path("version").asInt()).isEqualTo(2);
    assertThat(history.get(0).path("maxPerDay").asInt()).isEqualTo(3);
    assertThat(history.get(1).path("receiveQuota").asText()).isEqualTo("WEEK_7");
    assertThat(history.get(1).path("changedBy").asText()).isEqualTo("a test");
    assertThat(Instant.parse(history.get(1).path("changedAt").asText()))
        .isBetween(CLOCK.instant().minus(Duration.ofMinutes(1)), CLOCK.instant());
  }

  @Test
  void aChangeToAnOldVersionIsRefused() {
    ledgers.policy(TENANT, corp, 2, "22:00", "08:00", "WEEK_7");

    assertThat(
            operator
                .put(
                    TENANT,
                    path(),
                    Map.of(
                        "maxPerDay",
                        5,
                        "quietHours",
                        Map.of("from", "22:00", "until", "08:00"),
                        "receiveQuota",
                        "WEEK_7",
                        "version",
                        0))
                .statusCode())
        .isEqualTo(409);
    assertThat(policy().path("maxPerDay").asInt()).isEqualTo(2);
  }

  @Test
  void aPolicyThatMeansNothingIsRefused() {
    Map<String, String> quiet = Map.of("from", "22:00", "until", "08:00");
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of("quietHours", quiet, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 1, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 0, "quietHours", quiet, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 1, "quietHours", quiet, "receiveQuota", "ANY"),
            Map.of(
                "maxPerDay",
                1,
                "quietHours",
                Map.of("from", "24:00", "until", "08:00"),
                "receiveQuota",
                "DAY_1"))) {
      assertThat(operator.put(TENANT, path(), bad).statusCode()).as(bad.toString()).isEqualTo(400);
    }
    assertThat(policy().path("version").asInt()).isZero();
    assertThat(operator.get(TENANT, "/api/v1/corps/wwUnknownCorp/recipient-policy").statusCode())
        .isEqualTo(404);
  }
}
