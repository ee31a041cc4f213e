package io.qunfa.e2e;

import io.qunfa.e2e.client.Operator;
import io.qunfa.e2e.client.Simulator;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.e2e.company.FoundCompany;
import io.qunfa.local.suite.Suite;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The one suite that all test classes share: every test makes a company of its own, so they do not
 * meet. Take it as a constructor parameter, see {@link WithSuite}.
 */
record SuiteUnderTest(Suite suite, Operator operator, Simulator simulator)
    implements CloseableResource {

  /** A member confirms at once, and nothing goes wrong. */
  private static final Map<String, Object> CALM =
      Map.ofEntries(
          Map.entry("confirmDelayMinMs", 50),
          Map.entry("confirmDelayMaxMs", 300),
          Map.entry("neverConfirmShare", 0),
          Map.entry("notFriendShare", 0),
          Map.entry("overQuotaShare", 0),
          Map.entry("openContacts", false),
          Map.entry("dispatchDelayMs", 100),
          Map.entry("listLagMs", 200),
          Map.entry("ratePerMinute", 0),
          Map.entry("ratePerHour", 0),
          Map.entry("maxConcurrent", 0),
          Map.entry("latencyMinMs", 0),
          Map.entry("latencyMaxMs", 0),
          Map.entry("pageMax", 0));

  static SuiteUnderTest start() {
    Suite suite = Suite.forTests();
    TestTimes.shorten(suite);
    suite.start();
    Operator operator =
        Operator.login(URI.create(suite.url("gateway")), suite.adminUser(), suite.adminPassword());
    return new SuiteUnderTest(suite, operator, new Simulator(URI.create(suite.wecomUrl())));
  }

  void calm() {
    simulator.clearFaults();
    simulator.change(CALM);
  }

  Company found(CompanyPlan plan) {
    return new FoundCompany(operator, simulator).found(plan);
  }

  @Override
  public void close() {
    suite.close();
  }
}
