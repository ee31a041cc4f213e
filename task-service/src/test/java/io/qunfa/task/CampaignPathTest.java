package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignPathTest extends TaskServiceTest {
  @Test
  void aCampaignGoesFromDraftToFinished() {
    accountsWithOneJobEach(3, 10);

    CampaignId campaign = aLaunchedCampaign();
    List<SendCommand> commands = commandsOf(campaign, 3);
    for (SendCommand command : commands) {
      assertThat(begin(command)).isEqualTo(Verdict.GO);
      report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
      report(command, new JobOutcome.Receipts(List.of(), true));
    }

    awaitStatus(campaign, "FINISHED");
    eventually()
        .untilAsserted(
            () ->
                assertThat(NEIGHBOURS.settlements)
                    .filteredOn(
                        settled -> settled.permitId().startsWith("permit-" + campaign + "-"))
                    .extracting(settled -> settled.verdict().name())
                    .containsExactly("USED", "USED", "USED"));
  }
}
