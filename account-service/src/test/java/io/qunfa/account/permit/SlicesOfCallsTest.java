package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesOfCallsTest {
  private static final String API = "get_groupmsg_send_result";

  @Test
  void oneQuestionSettlesASliceAndAsksForTheNext() {
    try (RunningService service = RunningService.start()) {
      PermitFixture corp = new PermitFixture(service, new TenantId(31), "wwSlices");
      corp.aCorp();
      List<Decision> underWay = new ArrayList<>();
      for (int n = 0; n < 5; n++) {
        underWay.add(corp.askCalls(API, 2));
      }

      Decision crowded = corp.askCalls(API, 2);
      Decision next = corp.askCallsAfter(underWay.getFirst(), API, 2);
      Decision crowdedAgain = corp.askCallsAfter(underWay.getFirst(), API, 2);

      assertThat(underWay).extracting(Decision::granted).containsOnly(2);
      assertThat(crowded.decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
      assertThat(next.granted()).isEqualTo(2);
      assertThat(crowdedAgain.decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
    }
  }
}
