package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class LimitTest {
  private final Wecom wecom;
  private final MutableClock clock;

  LimitTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
    wecom.customersOf(Wecom.SENDER, 1);
  }

  @Test
  void callsOverTheMinuteAreRefusedUntilItEnds() {
    wecom.settings(Map.of("ratePerMinute", 2));
    assertThat(massSend()).isZero();
    assertThat(massSend()).isZero();

    int third = massSend();
    clock.advance(Duration.ofSeconds(59));
    int stillBlocked = massSend();
    int otherApi = wecom.getWithToken("externalcontact/get_follow_user_list").errcode();
    clock.advance(Duration.ofSeconds(1));

    assertThat(third).isEqualTo(45009);
    assertThat(stillBlocked).isEqualTo(45009);
    assertThat(otherApi).isZero();
    assertThat(massSend()).isZero();
  }

  @Test
  void callsOverTheHourAreRefusedUntilItEnds() {
    wecom.settings(Map.of("ratePerHour", 1));
    assertThat(massSend()).isZero();

    clock.advance(Duration.ofMinutes(59));
    int blocked = massSend();
    clock.advance(Duration.ofMinutes(1));

    assertThat(blocked).isEqualTo(45009);
    assertThat(massSend()).isZero();
  }

  @Test
  void parallelCallsOverTheLimitAreRefused() {
    wecom.settings(Map.of("maxConcurrent", 2));
    wecom.fault(Map.of("api", "add_msg_template", "kind", "SLOW", "delayMs", 1_500));

    List<Integer> codes = inParallel(5, this::massSend);

    assertThat(codes).filteredOn(code -> code == 0).hasSize(2);
    assertThat(codes).filteredOn(code -> code == 45033).hasSize(3);
    assertThat(massSend()).isZero();
  }

  @Test
  void listedCallsAreLimitedToFiveByDefault() {
    wecom.fault(Map.of("api", "remark", "kind", "SLOW", "delayMs", 1_500));
    Map<String, String> remark =
        Map.of("userid", Wecom.SENDER, "external_userid", "wmCustomer000000", "remark", "x");

    List<Integer> codes =
        inParallel(8, () -> wecom.post("externalcontact/remark", remark).errcode());

    assertThat(codes).filteredOn(code -> code == 0).hasSize(5);
  }

  private int massSend() {
    return wecom.massSend(Wecom.SENDER, List.of("wmCustomer000000"), "x").errcode();
  }

  private static List<Integer> inParallel(int calls, Supplier<Integer> call) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, calls)
              .mapToObj(i -> CompletableFuture.supplyAsync(call, threads))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    }
  }
}
