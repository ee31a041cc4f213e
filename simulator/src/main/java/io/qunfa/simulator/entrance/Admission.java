package io.qunfa.simulator.entrance;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.rate.CallRates;
import io.qunfa.simulator.rate.ParallelCalls;
import io.qunfa.simulator.rate.ParallelCalls.Place;
import io.qunfa.simulator.token.Tokens;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import org.springframework.stereotype.Component;

/**
 * Lets a call in: its token first, then its frequency, then its place among the parallel ones, then
 * its method.
 */
@Component
class Admission {
  private final Tokens tokens;
  private final CallRates rates;
  private final ParallelCalls parallel;
  private final Disturbance disturbance;

  Admission(Tokens tokens, CallRates rates, ParallelCalls parallel, Disturbance disturbance) {
    this.tokens = tokens;
    this.rates = rates;
    this.parallel = parallel;
    this.disturbance = disturbance;
  }

  Outcome admit(WecomApi api, Call call) throws IOException {
    try {
      return api.needsToken() ? admitWithToken(api, call) : disturbance.run(api, call);
    } catch (WecomError refused) {
      return new Outcome.Refused(refused);
    }
  }

  private Outcome admitWithToken(WecomApi api, Call call) throws IOException {
    Endpoint endpoint = api.endpoint();
    Corp corp = tokens.corpOf(call.token());
    rates.count(corp, endpoint.name());
    if (!endpoint.method().equals(call.method())) {
      throw new WecomError(40058, "http method");
    }
    try (Place _ = parallel.enter(corp, endpoint.name())) {
      return disturbance.run(api, call.by(corp));
    }
  }
}
