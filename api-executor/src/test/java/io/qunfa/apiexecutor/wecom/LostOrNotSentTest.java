package io.qunfa.apiexecutor.wecom;

import static io.qunfa.apiexecutor.wecom.WecomBench.SHOP;
import static io.qunfa.apiexecutor.wecom.WecomBench.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a send may be made again hangs on this: NotSent is proven, all else is NoAnswer. */
class LostOrNotSentTest {
  private final WecomBench bench = new WecomBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void refusedConnectionIsNotSent() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }

    assertThat(sendTo("http://127.0.0.1:" + closedPort)).isInstanceOf(WecomResult.NotSent.class);
  }

  @Test
  void unknownHostIsNotSent() {
    assertThat(sendTo("http://wecom.invalid")).isInstanceOf(WecomResult.NotSent.class);
  }

  @Test
  void brokenHandshakeIsNotSent() {
    assertThat(sendTo("https://127.0.0.1:" + bench.server.getPort()))
        .isInstanceOf(WecomResult.NotSent.class);
  }

  @Test
  void connectionThatIsCutBeforeTheRequestIsReadIsLost() {
    bench.server.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
  }

  @Test
  void connectionThatIsCutInsteadOfAnAnswerIsLost() {
    bench.server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
    assertThat(bench.server.getRequestCount()).isOne();
  }

  @Test
  void connectionThatIsCutInTheAnswerIsLost() {
    bench.server.enqueue(
        new MockResponse.Builder()
            .body("{\"errcode\":0,\"errmsg\":\"ok\",\"fail_list\":[],\"msgid\":\"msgSIM01\"}")
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
  }

  @Test
  void silenceIsLostAtTheTimeLimit() {
    bench.server.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
  }

  @Test
  void silentListenerThatNeverReadsIsLost() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0)) {
      assertThat(sendTo("http://127.0.0.1:" + deaf.getLocalPort()))
          .isInstanceOf(WecomResult.NoAnswer.class);
    }
  }

  @Test
  void keptConnectionThatWasClosedIsNotUsedForASecondCall() throws Exception {
    MassSend wecom = bench.massSend();
    bench.server.enqueue(
        new MockResponse.Builder()
            .body("{\"errcode\":0,\"msgid\":\"msgSIM01\"}")
            .addHeader("Connection", "close")
            .build());
    bench.answers("{\"errcode\":0,\"msgid\":\"msgSIM02\"}");

    wecom.create(SHOP, aRequest());

    assertThat(wecom.create(SHOP, aRequest())).isInstanceOf(WecomResult.Done.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>502</html>",
        "",
        "[]",
        "null",
        "{\"errcode\":0,\"errmsg\":\"ok\"}",
        "{\"errcode\":0,\"msgid\":\"\"}",
        "{\"errcode\":\"soon\",\"msgid\":\"msgSIM01\"}",
        "{\"errcode\":{},\"msgid\":\"msgSIM01\"}",
        "{\"errcode\":0,\"msgid\":\"msg"
      })
  void answerThatCannotBeReadIsLost(String body) {
    bench.answers(body);

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
    assertThat(bench.server.getRequestCount()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 429, 499})
  void serverOrProxyFaultIsLost(int status) {
    bench.server.enqueue(new MockResponse.Builder().code(status).build());

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
    assertThat(bench.server.getRequestCount()).isOne();
  }

  @Test
  void proxyThatAsksForAnImmediateRepeatGetsNone() {
    bench.server.enqueue(
        new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
    bench.answers("{\"errcode\":0,\"msgid\":\"msgSIM01\"}");

    assertThat(send()).isInstanceOf(WecomResult.NoAnswer.class);
    assertThat(bench.server.getRequestCount()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 308, 403, 404})
  void wrongAddressIsToldApartAndNotFollowed(int status) {
    bench.server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Location", bench.server.url("/elsewhere"))
            .build());

    assertThat(send()).isInstanceOf(WecomResult.Misdirected.class);
    assertThat(bench.server.getRequestCount()).isOne();
  }

  @Test
  void peerThatResetsIsLost() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread peer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = server.accept()) {
                      socket.getInputStream().read();
                      socket.setSoLinger(true, 0);
                    } catch (IOException ended) {
                      throw new UncheckedIOException(ended);
                    }
                  });
      assertThat(sendTo("http://127.0.0.1:" + server.getLocalPort()))
          .isInstanceOf(WecomResult.NoAnswer.class);
      peer.join();
    }
  }

  private WecomResult<MassSend.Created> send() {
    return bench.massSend().create(SHOP, aRequest());
  }

  private WecomResult<MassSend.Created> sendTo(String address) {
    return bench.massSendTo(address).create(SHOP, aRequest());
  }
}
