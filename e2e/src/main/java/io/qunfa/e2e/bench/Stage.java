package io.qunfa.e2e.bench;

import io.qunfa.e2e.client.Operator;
import io.qunfa.e2e.client.Simulator;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.e2e.company.FoundCompany;
import io.qunfa.local.servers.MysqlServer;
import io.qunfa.local.suite.Suite;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** The running suite, its simulator that takes every contact and whose members never confirm. */
record Stage(Suite suite, Operator operator, Simulator simulator) implements AutoCloseable {
  private static final Map<String, Object> WILLING_BUT_SILENT =
      Map.of(
          "openContacts", true,
          "neverConfirmShare", 1,
          "ratePerMinute", 0,
          "ratePerHour", 0,
          "latencyMinMs", 0,
          "latencyMaxMs", 0);

  static Stage start() {
    Suite suite = Suite.forTests().start();
    Operator operator =
        Operator.login(URI.create(suite.url("gateway")), suite.adminUser(), suite.adminPassword());
    Simulator simulator = new Simulator(URI.create(suite.wecomUrl()));
    simulator.change(WILLING_BUT_SILENT);
    return new Stage(suite, operator, simulator);
  }

  Company found(CompanyPlan plan) {
    return new FoundCompany(operator, simulator).found(plan);
  }

  /** A connection with the options that the services use; the caller closes it. */
  Connection connect(String schema) throws SQLException {
    MysqlServer mysql = suite.servers().mysql();
    Properties options = new Properties();
    options.setProperty("user", mysql.username());
    options.setProperty("password", mysql.password());
    options.setProperty("useServerPrepStmts", "true");
    options.setProperty("cachePrepStmts", "true");
    return DriverManager.getConnection(mysql.jdbcUrl(schema), options);
  }

  @Override
  public void close() {
    suite.close();
  }
}
