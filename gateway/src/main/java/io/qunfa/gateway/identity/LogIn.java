package io.qunfa.gateway.identity;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Checks a name and a password and hands out a token. */
final class LogIn {
  private final Administrator administrator;
  private final BrakeGuessing brake;
  private final IssueToken issueToken;
  private final Semaphore checks;
  private final Duration checkWait;

  LogIn(
      Administrator administrator,
      BrakeGuessing brake,
      IssueToken issueToken,
      LoginSettings settings) {
    this.administrator = administrator;
    this.brake = brake;
    this.issueToken = issueToken;
    this.checks = new Semaphore(settings.parallelChecks(), true);
    this.checkWait = settings.checkWait();
  }

  LoggedIn as(String name, String password, String address) {
    BrakeGuessing.Origin origin = new BrakeGuessing.Origin(name, address);
    Duration wait = brake.begin(origin);
    if (wait.isPositive()) {
      throw new TooManyAttempts(wait);
    }
    if (!mayCheck()) {
      brake.withdrawn(origin);
      throw new TooManyAttempts(checkWait);
    }
    if (!isRight(name, password)) {
      throw new Problem(ProblemCode.UNAUTHENTICATED, "The name or the password is wrong.");
    }
    brake.succeeded(origin);
    return issueToken.to(administrator.name());
  }

  private boolean mayCheck() {
    try {
      return checks.tryAcquire(checkWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isRight(String name, String password) {
    try {
      return administrator.is(name, password);
    } finally {
      checks.release();
    }
  }
}
