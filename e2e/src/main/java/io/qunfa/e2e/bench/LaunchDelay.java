package io.qunfa.e2e.bench;

import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Simulator;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/**
 * From the request to launch a small campaign to the arrival of its first call at the simulator,
 * both read from this machine's clock. Every campaign has senders of its own, so no limit of an
 * earlier one delays it.
 */
final class LaunchDelay {
  private static final int SENDERS_EACH = 3;
  private static final int CONTACTS_EACH = 10;
  private static final double TARGET_MILLIS = 300;

  private final Stage stage;
  private final Results results;
  private final InstantSource time;

  LaunchDelay(Stage stage, Results results, InstantSource time) {
    this.stage = stage;
    this.results = results;
    this.time = time;
  }

  /**
   * @param warmUp campaigns before the first that counts: a service runs for weeks, and in its
   *     first minute its code is still being compiled
   */
  void measure(int campaigns, int warmUp) {
    int all = warmUp + campaigns;
    Company company = stage.found(CompanyPlan.of("small", all * SENDERS_EACH, CONTACTS_EACH));
    long[] delays = IntStream.range(0, all).mapToLong(number -> delay(company, number)).toArray();
    long[] measured = LongStream.of(delays).skip(warmUp).sorted().toArray();
    long median = measured[measured.length / 2];
    results.atMost(
        "c  launch to first call at the channel, median of " + campaigns,
        (double) median,
        median + " ms",
        TARGET_MILLIS,
        "300 ms");
    results.note(
        "c  fastest and slowest of them",
        measured[0] + " to " + measured[measured.length - 1] + " ms");
  }

  private long delay(Company company, int number) {
    List<String> senders =
        company.members().subList(number * SENDERS_EACH, (number + 1) * SENDERS_EACH);
    String id =
        stage
            .operator()
            .campaigns()
            .created(
                CampaignDraft.of(company.corpId(), "small " + number)
                    .audience(Map.of("memberUserids", senders)));
    rest(number);
    long launchedAt = time.millis();
    stage.operator().campaigns().launch(id).expect(200, 202);
    return Awaitility.await("the first call of campaign " + id)
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> firstCallSince(launchedAt), first -> first != Long.MAX_VALUE)
        - launchedAt;
  }

  /** A pause that keeps launches out of step with whatever the suite does periodically. */
  private static void rest(int number) {
    Duration pause = Duration.ofMillis(400 + number * 37L % 200);
    Awaitility.await().pollDelay(pause).atMost(pause.plusSeconds(5)).until(() -> true);
  }

  private long firstCallSince(long launchedAt) {
    return stage.simulator().calls("add_msg_template", 2 * SENDERS_EACH).stream()
        .mapToLong(Simulator.Call::at)
        .filter(at -> at >= launchedAt)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
