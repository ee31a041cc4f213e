package io.qunfa.account.permit;

import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.SettleCalls;
import io.qunfa.permit.SettlePermits;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PermitController {
  private static final int MAX_REFERENCE = 200;

  private final GrantPermits grant;
  private final TakeBackPermits takeBack;
  private final GrantCalls calls;

  PermitController(GrantPermits grant, TakeBackPermits takeBack, GrantCalls calls) {
    this.grant = grant;
    this.takeBack = takeBack;
    this.calls = calls;
  }

  @PostMapping("/internal/v1/permits:reserve")
  ReservePermits.Decisions reserve(@RequestBody ReservePermits request) {
    for (int index = 0; index < request.asks().size(); index++) {
      String reference = request.asks().get(index).reference();
      if (reference.isBlank() || reference.length() > MAX_REFERENCE) {
        throw Problem.invalid(
            "/asks/" + index + "/reference",
            "reference must have 1 to " + MAX_REFERENCE + " characters.");
      }
    }
    return new ReservePermits.Decisions(grant.decide(request.tenantId(), request.asks()));
  }

  @PostMapping("/internal/v1/permits:settle")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void settle(@RequestBody SettlePermits request) {
    orSettleAgain(() -> takeBack.settle(request.tenantId(), request.settlements()));
  }

  @PostMapping("/internal/v1/calls:reserve")
  ReservePermits.Decision reserveCalls(@RequestBody ReserveCalls request) {
    ApiName.require(request.api());
    SettleCalls before = request.before();
    if (before != null) {
      orSettleAgain(() -> calls.settle(before));
    }
    return calls.decide(request);
  }

  @PostMapping("/internal/v1/calls:settle")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void settleCalls(@RequestBody SettleCalls request) {
    orSettleAgain(() -> calls.settle(request));
  }

  private static void orSettleAgain(Runnable settling) {
    try {
      settling.run();
    } catch (DataAccessException away) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "Redis does not answer. Settle again: what was settled already does not change.",
          away);
    }
  }
}
