package io.qunfa.apiexecutor.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.apiexecutor.wecom.Authority;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.token.AccessToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallWithTokenTest {
  private static final CallWithToken.Login SHOP =
      new CallWithToken.Login(
          new TenantId(1), new CorpId("ww0000000000000001"), new CredentialId(7));

  private final AccountServer accounts = new AccountServer();
  private final AccessTokens tokens = accounts.accessTokens();
  private final CallWithToken calls = new CallWithToken(tokens);
  private final List<String> used = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void tokenIsKeptFromCallToCall() {
    calls.call(SHOP, this::accepting);
    calls.call(SHOP, this::accepting);

    assertThat(used).containsExactly(AccountServer.token(1), AccountServer.token(1));
    assertThat(accounts.asked).hasValue(1);
  }

  @Test
  void tokenThatHasExpiredIsNotUsed() {
    accounts.expiresAt = AccountServer.NOW;

    calls.call(SHOP, this::accepting);
    calls.call(SHOP, this::accepting);

    assertThat(accounts.asked).hasValue(2);
    assertThat(accounts.invalidated).hasValue(0);
  }

  @Test
  void refusedTokenIsRenewedAndTheCallRepeatedOnce() {
    assertThat(calls.call(SHOP, this::refusingTheFirstToken))
        .isEqualTo(new WecomResult.Done<>("fine"));

    assertThat(used).containsExactly(AccountServer.token(1), AccountServer.token(2));
    assertThat(accounts.invalidated).hasValue(1);
  }

  @Test
  void tokenThatIsRefusedAgainIsTheAnswer() {
    WecomResult<String> result = calls.call(SHOP, this::refusing);

    assertThat(result.failedWith(WecomFault.TOKEN)).isTrue();
    assertThat(used).hasSize(2);
    assertThat(accounts.invalidated).hasValue(1);
  }

  @Test
  void manyCallsThatMeetTheSameRefusedTokenRenewItOnceAndThrowNoNewerOneAway() throws Exception {
    int callers = 20;
    CyclicBarrier together = new CyclicBarrier(callers);
    List<Future<WecomResult<String>>> results = new ArrayList<>();
    calls.call(SHOP, this::accepting);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        results.add(
            threads.submit(
                () ->
                    calls.call(
                        SHOP,
                        authority -> {
                          if (authority.token().equals(AccountServer.token(1))) {
                            meet(together);
                          }
                          return refusingTheFirstToken(authority);
                        })));
      }
    }

    for (Future<WecomResult<String>> result : results) {
      assertThat(result.get()).isEqualTo(new WecomResult.Done<>("fine"));
    }
    assertThat(accounts.invalidated).hasValue(1);
    assertThat(accounts.asked).hasValue(2);
  }

  @Test
  void answerThatComesLateDoesNotTakeThePlaceOfANewerToken() throws Exception {
    AccessToken refused = new AccessToken(AccountServer.token(1), 1, AccountServer.NOW);
    AccountServer.Hold hold = new AccountServer.Hold();
    accounts.holdNext.set(hold);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<AccessToken> late =
          threads.submit(() -> tokens.obtain(SHOP.tenantId(), SHOP.credentialId()));
      hold.reached().await();
      AccessToken newer = tokens.insteadOf(SHOP.tenantId(), SHOP.credentialId(), refused);
      hold.release().countDown();

      assertThat(newer.version()).isEqualTo(2);
      assertThat(late.get()).isEqualTo(newer);
    }
    assertThat(tokens.obtain(SHOP.tenantId(), SHOP.credentialId()).version()).isEqualTo(2);
  }

  @Test
  void wrongSecretIsToldInTheWordsOfAccountService() {
    accounts.instead =
        new MockResponse.Builder()
            .code(409)
            .addHeader("Content-Type", "application/problem+json")
            .body(
                "{\"status\":409,\"code\":\"wrong-state\",\"detail\":\"WeCom says the secret is"
                    + " wrong. Save the right one.\"}")
            .build();

    assertThatThrownBy(() -> calls.call(SHOP, this::accepting))
        .isInstanceOf(CredentialRejected.class)
        .hasMessage("WeCom says the secret is wrong. Save the right one.");
    assertThat(used).isEmpty();
  }

  @Test
  void accountServiceThatFailsIsNoFaultOfTheCredential() {
    accounts.instead = new MockResponse.Builder().code(503).build();

    assertThatThrownBy(() -> calls.call(SHOP, this::accepting))
        .isInstanceOf(SuiteUnavailable.class);
    assertThat(used).isEmpty();
  }

  @Test
  void exceptionsDoNotShowTheToken() {
    accounts.instead =
        AccountServer.json("{\"value\":\"SECRET\",\"version\":1,\"expiresAt\":\"soon\"}");

    assertThatThrownBy(() -> calls.call(SHOP, this::accepting))
        .isInstanceOf(SuiteUnavailable.class)
        .satisfies(
            thrown -> {
              for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("SECRET");
              }
            });
  }

  private WecomResult<String> accepting(Authority authority) {
    used.add(authority.token());
    return new WecomResult.Done<>("fine");
  }

  private WecomResult<String> refusing(Authority authority) {
    used.add(authority.token());
    return new WecomResult.Failed<>(42001, WecomFault.TOKEN, "expired");
  }

  private WecomResult<String> refusingTheFirstToken(Authority authority) {
    return authority.token().equals(AccountServer.token(1))
        ? refusing(authority)
        : accepting(authority);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
