package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order a round of dispatch takes the rows of jobs. */
class RoundTest extends TaskServiceTest {
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofMinutes(4), Limit.ACCOUNT_WINDOW);

  @BeforeEach
  void writeDownUpdates() {
    jdbc.sql(
            """
            create table if not exists job_updates
              (n int auto_increment primary key, campaign_id bigint, job_no int)
            """)
        .update();
    jdbc.sql("drop trigger if exists write_down_job_updates").update();
    jdbc.sql(
            """
            create trigger write_down_job_updates after update on send_job for each row
              insert into job_updates (campaign_id, job_no) values (new.campaign_id, new.job_no)
            """)
        .update();
  }

  @AfterEach
  void writeDownNoMore() {
    jdbc.sql("drop trigger write_down_job_updates").update();
  }

  @Test
  void jobsAreChangedInTheOrderOfTheirKeyWhateverTheyWereGranted() {
    List<AccountId> accounts = accountsWithOneJobEach(4, 10);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, NOT_NOW));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> resting() == 4);
    Instant dayEnds = CLOCK.instant().plus(Duration.ofHours(3));
    NEIGHBOURS.limiters.put(accounts.get(0), ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    NEIGHBOURS.limiters.put(accounts.get(2), ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    NEIGHBOURS.denied.clear();

    CLOCK.advance(Duration.ofMinutes(5));

    assertThat(commandsOf(campaign, 4)).hasSize(4);
    assertThat(updated(campaign)).startsWith(1, 2, 3, 4);
  }

  private int resting() {
    return jdbc.sql("select count(*) from lane where corp_id = ? and rests_until is not null")
        .param(corp.value())
        .query(Integer.class)
        .single();
  }

  private List<Integer> updated(CampaignId campaign) {
    return jdbc.sql("select job_no from job_updates where campaign_id = ? order by n")
        .param(campaign.value())
        .query(Integer.class)
        .list();
  }
}
