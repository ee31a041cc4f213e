package io.qunfa.apiexecutor.wecom;

import static io.qunfa.apiexecutor.wecom.WecomBench.SHOP;
import static io.qunfa.apiexecutor.wecom.WecomBench.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.CorpId;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Circuit, rate gate and timer. */
class WecomGuardsTest {
  private static final String TOO_OFTEN = "{\"errcode\":45009,\"errmsg\":\"freq\"}";
  private static final String CREATED = "{\"errcode\":0,\"msgid\":\"msgSIM01\"}";

  private final WecomBench bench = new WecomBench();
  private final MassSend wecom = bench.massSend();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void errorNumbersNeverOpenTheCircuit() {
    for (int i = 0; i < 10; i++) {
      bench.answers("{\"errcode\":-1,\"errmsg\":\"system busy\"}");
      assertThat(wecom.create(SHOP, aRequest()).failedWith(WecomFault.BUSY)).isTrue();
    }
  }

  @Test
  void transportFaultsOpenTheCircuitAndWhatFollowsIsNotSent() {
    for (int i = 0; i < 4; i++) {
      bench.server.enqueue(new MockResponse.Builder().code(500).build());
      assertThat(wecom.create(SHOP, aRequest())).isInstanceOf(WecomResult.NoAnswer.class);
    }

    assertThat(wecom.create(SHOP, aRequest())).isInstanceOf(WecomResult.NotSent.class);
    assertThat(bench.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void apiThatWasCalledTooOftenRestsForItsCorpAlone() {
    bench.answers(TOO_OFTEN, CREATED, "{\"errcode\":0,\"errmsg\":\"ok\"}", CREATED);

    assertThat(wecom.create(SHOP, aRequest()))
        .isInstanceOfSatisfying(
            WecomResult.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(45009);
              assertThat(failed.reply()).contains("freq");
              assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(60));
            });
    bench.pass(Duration.ofSeconds(20));
    assertThat(wecom.create(SHOP, aRequest()))
        .isInstanceOfSatisfying(
            WecomResult.HeldBack.class,
            held -> assertThat(held.retryAfter()).isEqualTo(Duration.ofSeconds(40)));
    assertThat(
            wecom.create(
                new Authority(SHOP.tenant(), new CorpId("ww0000000000000002"), WecomBench.TOKEN),
                aRequest()))
        .isInstanceOf(WecomResult.Done.class);
    assertThat(wecom.cancel(SHOP, "msgSIM01")).isInstanceOf(WecomResult.Done.class);
    bench.pass(Duration.ofSeconds(40));
    assertThat(wecom.create(SHOP, aRequest())).isInstanceOf(WecomResult.Done.class);
    assertThat(bench.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void apiThatIsCalledTooOftenAgainRestsLonger() {
    bench.answers(TOO_OFTEN, TOO_OFTEN);
    wecom.create(SHOP, aRequest());
    bench.pass(Duration.ofSeconds(60));

    assertThat(wecom.create(SHOP, aRequest()))
        .isInstanceOfSatisfying(
            WecomResult.Failed.class,
            failed -> assertThat(failed.retryAfter()).isEqualTo(Duration.ofMinutes(4)));
  }

  @Test
  void everyCallIsTimedByApiAndOutcome() {
    bench.answers(CREATED, "{\"errcode\":45033,\"errmsg\":\"concurrency\"}", "garbage", TOO_OFTEN);

    for (int i = 0; i < 5; i++) {
      wecom.create(SHOP, aRequest());
    }

    for (String outcome :
        new String[] {"ok", "too_many_at_once", "no_answer", "too_often", "held_back"}) {
      assertThat(
              bench
                  .meters
                  .get("api.call.duration")
                  .tags("api", "add_msg_template", "outcome", outcome)
                  .timer()
                  .count())
          .isOne();
    }
  }
}
