package io.qunfa.executor.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.permit.AccountGate;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Whether an account may begin a call at this moment. An answer counts for a moment from when it
 * was asked for, so an order of a person is obeyed within that moment and the time of one question;
 * of all jobs of one account one asks and the others wait for it. No answer means no.
 */
@Component
public class AccountGates {
  private static final int KEPT = 100_000;

  private final RestClient rest;
  private final Duration knownFor;
  private final Cache<Key, Answer> known;

  AccountGates(Neighbours neighbours, ExecutorSettings settings) {
    this.rest = neighbours.accountService(settings.gateTimeout());
    this.knownFor = settings.gateKnownFor();
    this.known = Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(knownFor).build();
  }

  /**
   * @throws SuiteUnavailable if account-service does not answer in time
   */
  public AccountGate of(TenantId tenant, AccountId account) {
    Key key = new Key(tenant, account);
    Answer answer = known.get(key, this::ask);
    if (isOld(answer)) {
      // It came so late that it is old already, or this thread was held up.
      known.asMap().remove(key, answer);
      answer = known.get(key, this::ask);
    }
    if (isOld(answer)) {
      throw new SuiteUnavailable(
          "account-service answers too late whether account " + account + " may send");
    }
    return answer.gate();
  }

  private boolean isOld(Answer answer) {
    return System.nanoTime() - answer.askedAt() >= knownFor.toNanos();
  }

  private Answer ask(Key key) {
    long askedAt = System.nanoTime();
    try {
      return new Answer(
          Objects.requireNonNull(
              rest.get()
                  .uri(
                      "/internal/v1/accounts/{account}/gate?tenantId={tenant}",
                      key.account(),
                      key.tenant())
                  .retrieve()
                  .body(AccountGate.class)),
          askedAt);
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(
          "account-service", "whether account " + key.account() + " may send", failed);
    }
  }

  private record Key(TenantId tenant, AccountId account) {}

  private record Answer(AccountGate gate, long askedAt) {}
}
